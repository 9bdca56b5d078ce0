/** The page: which conversation is on it, and how everything on it hangs together. */

import { Chat, Courier, Drafts, Refused, Sessions, Unreachable } from '../core/index.ts';
import { Layout } from './ui/layout.js';
import { sentenceFor, words } from './words.js';

const UNDO_FOR_MS = 20_000;
const LIST_AFTER_MS = 400;
const LONGEST_QUOTE = 60;

export class Page {
  #api;
  #outbox;
  #around;
  #drafts;
  #sessions;
  #courier;
  #layout;
  #chat = null;
  #place = null;
  #assistant = null;
  #wasOnline = false;
  #isDrawn = true;
  #listTimer = null;

  /** @param {object} given what the client needs; the storage that all windows share, and that of this window */
  constructor({ api, outbox, around, shared, own }) {
    this.#api = api;
    this.#outbox = outbox;
    this.#around = around;
    this.#drafts = new Drafts(own, around.newId);
    this.#sessions = new Sessions(api, shared, () => this.#draw());
    this.#courier = new Courier({ api, outbox, around }, () => this.#place);
    this.#layout = new Layout({
      ...this.#actsOnChat(),
      ...this.#actsOnList(),
    });
  }

  /** Puts itself into the document and begins. */
  begin(root) {
    root.replaceChildren(...this.#layout.nodes);
    addEventListener('popstate', () => this.#open(sessionInAddress()));
    addEventListener('online', () => {
      this.#chat.line.retryNow();
      void this.#courier.deliver();
    });
    addEventListener('offline', () => this.#chat.line.lose());
    document.addEventListener('visibilitychange', () => this.#looked());
    this.#open(sessionInAddress());
    void this.#courier.deliver();
    this.#attempt(this.#sessions.refresh());
    this.#attempt(this.#readAssistant());
  }

  #actsOnChat() {
    return {
      say: text => this.#say(text),
      stop: () => this.#chat.stop(),
      typed: text => this.#drafts.keep(this.#place, text),
      askAgain: reply => this.#say(this.#chat.textOf(reply.replyTo)),
      sayAgain: unsent => this.#chat.sayAgain(unsent.clientId),
      edit: unsent => {
        this.#chat.withdraw(unsent.clientId);
        this.#layout.write([unsent.text, this.#layout.text]);
      },
      discard: unsent => this.#chat.withdraw(unsent.clientId),
      loadEarlier: () => this.#attempt(this.#chat.loadEarlier()),
      seen: () => document.hidden || this.#chat.markRead(),
      reconnect: () => this.#reconnect(),
    };
  }

  #actsOnList() {
    return {
      start: () => this.#go(null),
      startAnew: () => this.#startAnew(),
      open: session => this.#go(session),
      rename: (session, title) => this.#attempt(this.#sessions.rename(session.session_id, title)),
      setArchived: (session, isArchived) => this.#attempt(this.#setArchived(session, isArchived)),
      remove: session => this.#attempt(this.#remove(session)),
      showArchive: () => this.#attempt(this.#sessions.showArchive(!this.#sessions.isArchive)),
      more: () => this.#attempt(this.#sessions.more()),
    };
  }

  #go(session) {
    const address = session ? `/chat/${session}` : '/';
    if (address !== location.pathname) {
      history.pushState(null, '', address);
    }
    this.#open(session);
  }

  #open(session) {
    const place = session ?? this.#drafts.newPlace();
    if (place === this.#place) {
      this.#layout.enter();
      return;
    }
    this.#chat?.close();
    this.#place = place;
    this.#wasOnline = false;
    this.#chat = new Chat(
      { api: this.#api, outbox: this.#outbox, around: this.#around, place, page: location.href },
      {
        change: () => this.#draw(),
        created: made => this.#created(made),
        listed: () => this.#refreshList(),
        notice: code => this.#layout.notice(sentenceFor(code)),
      },
    );
    this.#layout.enter(this.#drafts.textAt(place));
    this.#chat.begin();
    this.#draw();
  }

  #created(session) {
    this.#drafts.settle(this.#place);
    this.#place = session;
    this.#drafts.keep(session, this.#layout.text);
    history.replaceState(null, '', `/chat/${session}`);
    this.#attempt(this.#sessions.refresh());
  }

  #say(text) {
    this.#chat.say(text);
    this.#layout.follow();
  }

  /** A conversation that is gone leaves behind what could not be sent to it. */
  #startAnew() {
    const { unsent } = this.#chat.state;
    unsent.forEach(each => this.#chat.withdraw(each.clientId));
    const text = this.#layout.text;
    this.#go(null);
    this.#layout.write([...unsent.map(each => each.text), text, this.#layout.text]);
  }

  async #setArchived(session, isArchived) {
    await this.#sessions.setArchived(session.session_id, isArchived);
    const sentence = (isArchived ? words.archived : words.takenBack)(this.#nameOf(session));
    this.#offerUndo(sentence, async () => {
      await this.#api.changeSession(session.session_id, { is_active: isArchived });
      await this.#sessions.refresh();
    });
  }

  async #remove(session) {
    const wasHere = session.session_id === this.#place;
    if (wasHere) {
      this.#go(null);
    }
    await this.#sessions.remove(session.session_id);
    this.#offerUndo(words.removed(this.#nameOf(session)), async () => {
      await this.#sessions.restore(session.session_id);
      if (wasHere) {
        this.#go(session.session_id);
      }
    });
  }

  #offerUndo(sentence, undo) {
    this.#layout.notice(sentence, { label: words.undo, act: () => this.#attempt(undo()), forMs: UNDO_FOR_MS });
  }

  #nameOf(session) {
    const name = [...(this.#sessions.nameOf(session) ?? words.untitled)];
    return name.length > LONGEST_QUOTE ? `${name.slice(0, LONGEST_QUOTE).join('').trimEnd()}…` : name.join('');
  }

  #looked() {
    if (!document.hidden) {
      this.#chat.line.check();
      this.#refreshList();
      this.#draw();
    }
  }

  async #readAssistant() {
    const [standard] = await this.#api.assistants();
    this.#assistant = standard ?? {};
    this.#draw();
  }

  #reconnect() {
    this.#chat.begin();
    this.#chat.line.retryNow();
  }

  #refreshList() {
    clearTimeout(this.#listTimer);
    this.#listTimer = setTimeout(() => this.#attempt(this.#sessions.refresh()), LIST_AFTER_MS);
  }

  /** What failed is told, unless the banner tells it already. */
  async #attempt(promise) {
    try {
      await promise;
    } catch (problem) {
      if (!(problem instanceof Refused || problem instanceof Unreachable)) {
        throw problem;
      }
      if (problem instanceof Refused) {
        this.#layout.notice(problem.code ? sentenceFor(problem.code) : words.failed);
      }
    }
  }

  #draw() {
    if (this.#isDrawn) {
      this.#isDrawn = false;
      requestAnimationFrame(() => {
        this.#isDrawn = true;
        this.#layout.show({
          chat: this.#chat,
          sessions: this.#sessions,
          place: this.#place,
          assistant: this.#assistant,
        });
      });
    }
    this.#noticeOnline();
    this.#noticeName();
  }

  /** A conversation is known by what was said first, until it has a title. */
  #noticeName() {
    const { session, state } = this.#chat;
    const [first] = state.messages;
    if (session && state.earlier === null && first?.type === 'user') {
      this.#sessions.nameBy(session, first.text);
    }
  }

  /** The server is back: what it could not be asked for meanwhile. */
  #noticeOnline() {
    const isOnline = this.#chat.line.status === 'online';
    if (isOnline && !this.#wasOnline) {
      void this.#courier.deliver();
      this.#refreshList();
      if (this.#assistant === null) {
        this.#attempt(this.#readAssistant());
      }
    }
    this.#wasOnline = isOnline;
  }
}

function sessionInAddress() {
  return /^\/chat\/([\w-]+)\/?$/.exec(location.pathname)?.[1].toLowerCase() ?? null;
}
