/** Everything that is to be seen, in its place. Shows the state it is given; decides nothing. */

import { words } from '../words.js';
import { Announcer } from './announcer.js';
import { Banner } from './banner.js';
import { Composer } from './composer.js';
import { element } from './dom.js';
import { Drawer } from './drawer.js';
import { goneView, greetingView, skeletonView } from './empty.js';
import { Header } from './header.js';
import { bannerOf, reasonOf, stageOf, stateOf, titleOfChat } from './looks.js';
import { Notices } from './notices.js';
import { Sidebar } from './sidebar.js';
import { Transcript } from './transcript.js';

export class Layout {
  nodes;
  #acts;
  #sidebar;
  #header;
  #banner;
  #composer;
  #transcript;
  #drawer;
  #announcer = new Announcer();
  #notices = new Notices();
  #stage = element('div.stage');
  #staged = null;
  #chat = null;

  constructor(acts) {
    this.#acts = acts;
    const leave =
      act =>
      (...given) => {
        this.#drawer.close();
        act(...given);
      };
    this.#sidebar = new Sidebar({ ...acts, start: leave(acts.start), open: leave(acts.open), hide: leave(() => {}) });
    this.#header = new Header({ onMenu: () => this.#drawer.open(), onNew: acts.start });
    this.#banner = new Banner(acts.reconnect);
    this.#transcript = new Transcript(acts);
    this.#composer = new Composer(acts);
    const main = element('main', {}, this.#header.node, this.#banner.node, this.#stage, this.#composer.node);
    const scrim = element('div.scrim', { hidden: true });
    this.#drawer = new Drawer(this.#sidebar.node, main, scrim, isOpen => this.#header.setDrawerOpen(isOpen));
    this.nodes = [this.#sidebar.node, scrim, main, this.#notices.node, this.#announcer.node];
    addEventListener('keydown', event => this.#pressed(event));
  }

  get text() {
    return this.#composer.text;
  }

  /** A conversation was chosen: its unsent text is in the field, and the field is ready where there is a keyboard. */
  enter(text = this.text) {
    this.#composer.text = text;
    if (matchMedia('(pointer: fine)').matches) {
      this.#composer.focus();
    }
  }

  /** Puts texts into the field, one below the other. */
  write(texts) {
    this.#composer.text = texts.filter(text => text !== '').join('\n\n');
    this.#acts.typed(this.#composer.text);
    this.#composer.focus();
  }

  follow() {
    this.#transcript.follow();
  }

  notice(sentence, undo) {
    this.#notices.show(sentence, undo);
  }

  show({ chat, sessions, place, assistant }) {
    if (chat !== this.#chat) {
      this.#chat = chat;
      this.#transcript.clear();
      this.#staged = null;
    }
    const title = titleOfChat(chat, sessions);
    document.title = title === '' || title === words.untitled ? words.product : `${title} · ${words.product}`;
    this.#sidebar.show(sessions, place);
    this.#header.show(title, stateOf(chat));
    this.#banner.show(bannerOf(chat));
    this.#composer.show({ isAnswering: chat.isAnswering, isClosed: chat.state.session?.closed ?? false });
    this.#composer.node.hidden = chat.state.gone;
    this.#showStage(chat, assistant);
    this.#announce(chat.state);
  }

  #showStage(chat, assistant) {
    const stage = stageOf(chat);
    const key = stage === 'greeting' ? assistant : stage;
    if (this.#staged !== key) {
      this.#staged = key;
      this.#stage.replaceChildren(this.#viewOf(stage, assistant));
    }
    if (stage === 'transcript') {
      this.#transcript.show(chat);
    }
  }

  #viewOf(stage, assistant) {
    switch (stage) {
      case 'gone':
        return goneView(this.#acts.startAnew);
      case 'skeleton':
        return skeletonView();
      case 'greeting':
        return greetingView(assistant, this.#acts.say);
      default:
        return this.#transcript.node;
    }
  }

  #announce(state) {
    for (const open of state.open) {
      this.#announcer.expect(open.question);
      this.#announcer.follow(open.question, open.text);
    }
    for (const message of state.messages.filter(each => each.replyTo)) {
      this.#announcer.end(message.replyTo, message.text, reasonOf(message));
    }
  }

  #pressed(event) {
    if (event.key === 'Escape' && !event.isComposing) {
      if (this.#drawer.isOpen) {
        this.#drawer.close();
      } else if (this.#chat?.isAnswering) {
        this.#acts.stop();
      }
    } else if (event.key?.toLowerCase() === 'o' && event.shiftKey && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.#acts.start();
    }
  }
}
