/** What is loaded when the window is opened first: the conversation, and all that belongs to it. */

import type { Assistant, Outbox, Surroundings, Unsent } from '../core/index.js';
import {
  Api,
  browser,
  Chat,
  CookieGuest,
  Courier,
  Drafts,
  OutboxAtBest,
  Refused,
  Sessions,
  shelf,
  SignedOut,
  TokenGuest,
  Unreachable,
} from '../core/index.js';
import type { Identity } from '../core/index.js';
import type { Language } from '../i18n/index.js';
import { languageFor } from '../i18n/index.js';
import { PreferenceStore } from '../ui/preferences.js';
import base from '../ui/styles/base.css?inline';
import composer from '../ui/styles/composer.css?inline';
import conversation from '../ui/styles/conversation.css?inline';
import type { LoadedWindow, WindowGiven } from './contract.js';
import { GivenToken } from './identity.js';
import { Compartment, compartmentFor, compartmentOf, empty, Memory } from './memory.js';
import styles from './styles/window.css?inline';
import { Tabs } from './tabs.js';
import { Told } from './told.js';
import type { ViewActs } from './view.js';
import { View } from './view.js';

const LIST_AFTER_MS = 400;

const SHEETS = [base, conversation, composer, styles].map(text => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
});

/** Makes the window. Called by the element, which may be of an older version. */
export async function enter(given: WindowGiven): Promise<LoadedWindow> {
  const language = await languageFor(given.locale, given.wishes);
  const { root } = given;
  const others = root.adoptedStyleSheets.filter(sheet => !SHEETS.includes(sheet));
  root.adoptedStyleSheets = [...others, ...SHEETS];
  return new ChatWindow(given, language);
}

class ChatWindow implements LoadedWindow {
  readonly nodes: readonly Node[];
  readonly #given: WindowGiven;
  readonly #language: Language;
  readonly #around: Surroundings = browser();
  readonly #compartment: string;
  readonly #held: readonly Compartment[];
  readonly #memory: Memory;
  readonly #identity: Identity;
  readonly #api: Api;
  readonly #outbox: Outbox;
  readonly #making: { readonly assistant?: string; readonly context: unknown };
  readonly #drafts: Drafts;
  readonly #sessions: Sessions;
  readonly #courier: Courier;
  readonly #tabs: Tabs;
  readonly #view: View;
  readonly #leaving = new AbortController();
  #told: Told;
  #chat: Chat;
  #place: string;
  #assistant: Assistant | null = null;
  #isTouched = false;
  #isSeen = false;
  /** The conversation was found here, not chosen: if it is no more, nobody misses it. */
  #isFound = false;
  /** Whether the server has said who greets. */
  #isGreeted = false;
  #wasOnline = false;
  #wasSignedOut = false;
  #isDrawn = true;
  #listTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(given: WindowGiven, language: Language) {
    const { server, widgetKey, assistant, getToken, isTouched } = given;
    const visited = { server, widgetKey, assistant, isGuest: getToken === null };
    this.#given = given;
    this.#language = language;
    this.#compartment = compartmentFor(visited);
    const all = new Compartment(shelf('localStorage'), compartmentOf(visited), !isTouched);
    const shared = new Compartment(shelf('localStorage'), this.#compartment, !isTouched);
    const own = new Compartment(shelf('sessionStorage'), this.#compartment, !isTouched);
    this.#held = [all, shared, own];
    this.#memory = new Memory(shared, own);
    this.#identity = identityFor(given, all);
    this.#api = new Api({ base: server, identity: this.#identity, around: this.#around, widgetKey });
    this.#outbox = new OutboxAtBest(globalThis.indexedDB, this.#compartment);
    this.#making = {
      ...(assistant !== null && { assistant }),
      get context() {
        return given.context() ?? undefined;
      },
    };
    this.#drafts = new Drafts(own, () => this.#around.newId());
    this.#sessions = new Sessions(this.#api, all, () => this.#draw());
    this.#courier = new Courier(
      { api: this.#api, outbox: this.#outbox, around: this.#around, making: () => this.#making },
      () => this.#place,
    );
    this.#tabs = new Tabs(this.#compartment, {
      went: session => this.#follow(session),
      forgotten: () => {
        empty('sessionStorage', compartmentOf(given));
        this.#open(null);
      },
    });
    this.#view = new View(language, new PreferenceStore(all), this.#acts());
    this.nodes = this.#view.nodes;
    this.#listen();
    const known = this.#memory.session;
    [this.#place, this.#chat, this.#told] = this.#conversation(known);
    this.#isFound = known !== null;
    this.#enter();
    if (isTouched) {
      this.touch();
    }
  }

  touch(): void {
    if (!this.#isTouched) {
      this.#isTouched = true;
      this.#held.forEach(each => each.letGo());
      void this.#courier.deliver();
      void this.#attempt(this.#readAssistant());
    }
  }

  seen(isSeen: boolean): void {
    this.#isSeen = isSeen;
    if (isSeen) {
      this.#view.measure();
      this.#chat.line.check();
    }
    this.#markRead();
    this.#given.acts.unread(this.#told.unread);
  }

  focus(): void {
    if (matchMedia('(pointer: fine)').matches) {
      this.#view.focus();
    }
  }

  escape(): boolean {
    if (this.#view.isInHistory) {
      this.#view.leaveHistory();
      return true;
    }
    if (this.#chat.isAnswering) {
      this.#chat.stop();
      return true;
    }
    return false;
  }

  redraw(): void {
    this.#draw();
  }

  send(text: string): void {
    this.#view.setInHistory(false);
    this.#say(text);
  }

  newChat(): void {
    this.#view.setInHistory(false);
    this.#go(null);
  }

  renew(): void {
    if (this.#identity instanceof GivenToken) {
      this.#identity.renew();
    }
    this.#chat.begin();
    this.#chat.line.retryNow();
  }

  async forget(): Promise<void> {
    this.#chat.close();
    this.#tabs.forget();
    for (const place of await this.#outbox.places()) {
      const left = await this.#outbox.at(place);
      await Promise.all(left.map(message => this.#outbox.remove(message.clientId)));
    }
    globalThis.indexedDB?.deleteDatabase(this.#compartment);
    empty('sessionStorage', compartmentOf(this.#given));
    empty('localStorage', compartmentOf(this.#given));
  }

  leave(): void {
    clearTimeout(this.#listTimer);
    this.#leaving.abort();
    this.#courier.close();
    this.#tabs.leave();
    this.#chat.close();
  }

  #listen(): void {
    const { signal } = this.#leaving;
    addEventListener(
      'online',
      () => {
        this.#chat.line.retryNow();
        if (this.#isTouched) {
          void this.#courier.deliver();
        }
        if (this.#isTouched && !this.#isGreeted) {
          void this.#attempt(this.#readAssistant());
        }
      },
      { signal },
    );
    addEventListener('offline', () => this.#chat.line.lose(), { signal });
    document.addEventListener(
      'visibilitychange',
      () => {
        if (!document.hidden) {
          this.#chat.line.check();
          this.#draw();
        }
      },
      { signal },
    );
  }

  #acts(): ViewActs {
    return {
      say: text => this.#say(text),
      stop: () => this.#chat.stop(),
      typed: text => this.#drafts.keep(this.#place, text),
      askAgain: reply => {
        const text = reply.replyTo === null ? null : this.#chat.textOf(reply.replyTo);
        if (text) {
          this.#say(text);
        }
      },
      askAnew: open => {
        const text = this.#chat.textOf(open.question);
        this.#chat.stop();
        if (text) {
          this.#say(text);
        }
      },
      sayAgain: (unsent: Unsent) => this.#chat.sayAgain(unsent.clientId),
      edit: (unsent: Unsent) => {
        this.#chat.withdraw(unsent.clientId);
        this.#view.write([unsent.text, this.#view.text]);
      },
      discard: (unsent: Unsent) => this.#chat.withdraw(unsent.clientId),
      loadEarlier: () => void this.#attempt(this.#chat.loadEarlier()),
      seen: () => this.#markRead(),
      reconnect: () => {
        this.#chat.begin();
        this.#chat.line.retryNow();
      },
      startAnew: () => this.#startAnew(),
      start: () => {
        this.#go(null);
        this.focus();
      },
      showHistory: () => void this.#attempt(this.#sessions.refresh()),
      open: session => {
        this.#view.setInHistory(false);
        this.#go(session);
        this.focus();
      },
      more: () => void this.#attempt(this.#sessions.more()),
      minimise: () => this.#given.acts.minimise(),
      close: () => this.#given.acts.close(),
    };
  }

  /** Somebody wants this conversation; null for a new one. */
  #go(session: string | null): void {
    this.#memory.session = session;
    this.#tabs.go(session);
    this.#open(session);
  }

  /** Another tab went there. What is under way here is not left alone. */
  #follow(session: string | null): void {
    const isUnderWay = this.#chat.session === null && this.#chat.state.unsent.length > 0;
    if (!isUnderWay && session !== this.#chat.session) {
      const text = this.#chat.session === null ? this.#view.text : '';
      this.#open(session);
      if (text !== '') {
        this.#view.text = text;
      }
    }
  }

  #open(session: string | null): void {
    const place = session ?? this.#drafts.newPlace();
    if (place !== this.#place) {
      this.#chat.close();
      this.#wasOnline = false;
      this.#isFound = false;
      [this.#place, this.#chat, this.#told] = this.#conversation(session);
      this.#enter();
    }
  }

  #conversation(session: string | null): [string, Chat, Told] {
    const place = session ?? this.#drafts.newPlace();
    const chat = new Chat(
      {
        api: this.#api,
        outbox: this.#outbox,
        around: this.#around,
        place,
        page: location.href,
        making: () => this.#making,
      },
      {
        change: () => this.#changed(),
        created: made => this.#created(made),
        listed: () => this.#listed(),
        notice: code => {
          this.#view.notice(this.#language.sentenceFor(code));
          this.#given.acts.error(code);
        },
      },
    );
    return [place, chat, new Told(chat)];
  }

  #enter(): void {
    this.#view.text = this.#drafts.textAt(this.#place);
    this.#chat.begin();
    this.#changed();
  }

  #created(session: string): void {
    this.#drafts.settle(this.#place);
    this.#place = session;
    this.#drafts.keep(session, this.#view.text);
    this.#memory.session = session;
    this.#tabs.go(session);
  }

  #say(text: string): void {
    this.touch();
    this.#chat.say(text);
    this.#view.follow();
  }

  /** A conversation that is gone leaves behind what could not be sent to it. */
  #startAnew(): void {
    const unsent = this.#chat.state.unsent;
    unsent.forEach(each => this.#chat.withdraw(each.clientId));
    const text = this.#view.text;
    this.#go(null);
    this.#view.write([...unsent.map(each => each.text), text, this.#view.text]);
  }

  #markRead(): void {
    if (this.#isSeen && !document.hidden && !this.#view.isInHistory) {
      this.#chat.markRead();
    }
  }

  #changed(): void {
    const { state, line } = this.#chat;
    if (state.gone && this.#isFound && state.unsent.length === 0) {
      this.#memory.session = null;
      this.#open(null);
      return;
    }
    this.#told.news().forEach(message => this.#given.acts.message(message));
    // Before somebody's eyes it is drawn first, and read by that.
    if (!this.#isSeen) {
      this.#given.acts.unread(this.#told.unread);
    }
    if (line.isSignedOut && !this.#wasSignedOut) {
      this.#given.acts.error('SIGNED_OUT');
    }
    this.#wasSignedOut = line.isSignedOut;
    this.#noticeOnline();
    this.#noticeName();
    this.#draw();
  }

  #draw(): void {
    if (this.#isDrawn) {
      this.#isDrawn = false;
      requestAnimationFrame(() => {
        this.#isDrawn = true;
        this.#view.show({
          chat: this.#chat,
          sessions: this.#sessions,
          assistant: this.#isTouched ? this.#assistant : { name: '' },
          title: this.#given.title(),
        });
      });
    }
  }

  /** A conversation is known by what was said first, until it has a title. */
  #noticeName(): void {
    const { session, state } = this.#chat;
    const [first] = state.messages;
    if (session && state.earlier === null && first?.type === 'user') {
      this.#sessions.nameBy(session, first.text);
    }
  }

  /** The server is back: what it could not be asked for meanwhile. */
  #noticeOnline(): void {
    const isOnline = this.#chat.line.status === 'online';
    if (isOnline && !this.#wasOnline) {
      void this.#courier.deliver();
      if (!this.#isGreeted) {
        void this.#attempt(this.#readAssistant());
      }
    }
    this.#wasOnline = isOnline;
  }

  /** Where nobody says how it greets, it greets as all do. */
  async #readAssistant(): Promise<void> {
    const { assistant } = this.#given;
    let known: Assistant | undefined;
    try {
      const all = await this.#api.assistants();
      known = assistant === null ? all[0] : all.find(each => each.name === assistant);
      this.#isGreeted = true;
    } finally {
      this.#assistant = known ?? { name: '' };
      this.#draw();
    }
  }

  #listed(): void {
    if (this.#view.isInHistory) {
      clearTimeout(this.#listTimer);
      this.#listTimer = setTimeout(() => void this.#attempt(this.#sessions.refresh()), LIST_AFTER_MS);
    }
  }

  /** What failed is told, unless the banner tells it already. */
  async #attempt(promise: Promise<unknown>): Promise<void> {
    try {
      await promise;
    } catch (problem) {
      if (problem instanceof Refused) {
        const { words } = this.#language;
        this.#view.notice(problem.code ? this.#language.sentenceFor(problem.code) : words.failed);
        this.#given.acts.error(problem.code ?? 'PROCESSING_ERROR');
      } else if (problem instanceof SignedOut) {
        this.#given.acts.error('SIGNED_OUT');
      } else if (!(problem instanceof Unreachable)) {
        throw problem;
      }
    }
  }
}

/** On pages of the server itself a cookie makes a visitor known, elsewhere a token. */
function identityFor({ server, getToken }: WindowGiven, kept: Compartment): Identity {
  if (getToken !== null) {
    return new GivenToken(getToken);
  }
  return server === location.origin ? new CookieGuest() : new TokenGuest(kept);
}
