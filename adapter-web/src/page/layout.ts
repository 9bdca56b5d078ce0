/** Everything that is to be seen, in its place. Shows the state it is given; decides nothing. */

import type { Assistant, Chat, Finder, Sessions } from '../core/index.js';
import type { Language } from '../i18n/index.js';
import type { ConversationActs } from '../ui/conversation-view.js';
import { ConversationView } from '../ui/conversation-view.js';
import { element } from '../ui/dom.js';
import { stateOf, titleOfChat } from '../ui/looks.js';
import type { Undo } from '../ui/notices.js';
import { Notices } from '../ui/notices.js';
import type { PreferenceStore } from '../ui/preferences.js';
import { Drawer } from './drawer.js';
import { Header } from './header.js';
import type { SidebarActs } from './sidebar.js';
import { Sidebar } from './sidebar.js';

const NO_CHOICE: readonly Assistant[] = [];

export type LayoutActs = ConversationActs & Omit<SidebarActs, 'hide'>;

export interface Shown {
  chat: Chat;
  sessions: Sessions;
  finder: Finder;
  place: string | null;
  /** Who answers; null while it is not known. */
  assistant: Assistant | null;
  /** All who may answer. */
  assistants: readonly Assistant[];
  /** Whether the conversation is not made yet. */
  canChoose: boolean;
  isSignedOut: boolean;
}

export class Layout {
  readonly nodes: readonly HTMLElement[];
  readonly #language: Language;
  readonly #sidebar: Sidebar;
  readonly #header: Header;
  readonly #conversation: ConversationView;
  readonly #drawer: Drawer;
  readonly #notices: Notices;

  /** @param foot what stands below the list of conversations */
  constructor(language: Language, preferences: PreferenceStore, acts: LayoutActs, foot: HTMLElement) {
    this.#language = language;
    const close = () => this.#drawer.close();
    this.#sidebar = new Sidebar(
      language,
      {
        ...acts,
        start: () => {
          close();
          acts.start();
        },
        open: session => {
          close();
          acts.open(session);
        },
        goTo: found => {
          close();
          acts.goTo(found);
        },
        hide: close,
      },
      foot,
    );
    this.#header = new Header(language, { onMenu: () => this.#drawer.open(), onNew: () => acts.start() });
    this.#conversation = new ConversationView(language, preferences, acts);
    this.#notices = new Notices(language);
    const main = element('main', {}, this.#header.node, ...this.#conversation.nodes);
    const scrim = element('div.scrim', { hidden: true });
    this.#drawer = new Drawer(this.#sidebar.node, main, scrim, isOpen => this.#header.setDrawerOpen(isOpen));
    this.nodes = [this.#sidebar.node, scrim, main, this.#notices.node];
  }

  /** What stands in the field. */
  get text(): string {
    return this.#conversation.text;
  }

  /** A conversation was chosen: its unsent text is in the field, and the field is ready where there is a keyboard. */
  enter(text = this.text): void {
    this.#conversation.text = text;
    if (matchMedia('(pointer: fine)').matches) {
      this.#conversation.focus();
    }
  }

  /** Puts texts into the field, one below the other. */
  write(texts: readonly string[]): void {
    this.#conversation.write(texts);
  }

  /**
   * Goes to a message and marks it, and words in it.
   *
   * @returns false if it is not in what is shown
   */
  goTo(message: string, words: readonly string[]): boolean {
    return this.#conversation.goTo(message, words);
  }

  /** What whoever is here looks like; null if nobody knows. */
  showPicture(address: string | null): void {
    this.#conversation.showPicture(address);
  }

  follow(): void {
    this.#conversation.follow();
  }

  notice(sentence: string, undo?: Undo): void {
    this.#notices.show(sentence, undo);
  }

  focusSearch(): void {
    this.#drawer.open();
    this.#sidebar.focusSearch();
  }

  /** Closes what lies over the conversation; false if nothing does. */
  leaveDrawer(): boolean {
    const wasOpen = this.#drawer.isOpen;
    this.#drawer.close();
    return wasOpen;
  }

  show({ chat, sessions, finder, place, assistant, assistants, canChoose, isSignedOut }: Shown): void {
    const { words } = this.#language;
    const { gone } = chat.state;
    const title = gone ? words.gone : titleOfChat(chat) || sessions.knownName(chat.session ?? '') || words.untitled;
    document.title = gone || title === words.untitled ? words.product : `${title} · ${words.product}`;
    this.#sidebar.show(sessions, place, finder);
    const answering = chat.state.session?.assistant;
    const who = assistants.length > 1 && answering && !gone ? this.#language.assistantName(answering) : null;
    this.#header.show(title, !gone, isSignedOut && !gone ? 'signedOut' : stateOf(chat), who);
    this.#conversation.show(chat, assistant, isSignedOut, canChoose ? assistants : NO_CHOICE);
  }
}
