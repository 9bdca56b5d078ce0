/** The page: which conversation is on it, and how everything on it hangs together. */

import type {
  Api,
  Assistant,
  FoundMessage,
  Making,
  Outbox,
  Shelf,
  Surroundings,
  Unsent,
  WirePreferences,
  WireSession,
} from '../core/index.js';
import {
  Chat,
  commandOf,
  Courier,
  Drafts,
  Finder,
  News,
  Refused,
  Sessions,
  SignedOut,
  Unreachable,
} from '../core/index.js';
import type { Language } from '../i18n/index.js';
import { isComposing } from '../ui/dom.js';
import type { PreferenceStore } from '../ui/preferences.js';
import type { ConversationActs } from '../ui/conversation-view.js';
import { Choices } from './choices.js';
import { addressOfMessage } from './finding.js';
import { Layout } from './layout.js';
import type { SidebarActs } from './sidebar.js';

const UNDO_FOR_MS = 20_000;
const LIST_AFTER_MS = 400;
const LONGEST_QUOTE = 60;
/** Who has to wait for so many messages is told why. */
const FAR = 500;
/** Answers where nobody says who does. */
const NOBODY: Assistant = { name: '' };
const NO_ASSISTANTS: readonly Assistant[] = [];

export interface PageGiven {
  api: Api;
  outbox: Outbox;
  around: Surroundings;
  /** What all windows share. */
  shared: Shelf;
  /** What this window has for itself. */
  own: Shelf;
  language: Language;
  preferences: PreferenceStore;
  /** What stands below the list of conversations. */
  foot: HTMLElement;
  /** Whether the login of whom this page is for has ended. */
  isSignedOut: () => boolean;
  logIn: () => void;
  /** The server has told how somebody wants things now. */
  preferencesChanged: (kept: WirePreferences) => void;
  /** They may have changed. */
  readPreferences: () => void;
}

/** A message that somebody wants to see. */
interface Target {
  position: number;
  words: readonly string[];
  stage: 'wanted' | 'reading' | 'read';
}

export class Page {
  readonly #given: PageGiven;
  readonly #drafts: Drafts;
  readonly #sessions: Sessions;
  readonly #finder: Finder;
  readonly #choices: Choices;
  readonly #layout: Layout;
  readonly #courier: Courier;
  readonly #news: News;
  #chat: Chat | null = null;
  #place: string | null = null;
  #target: Target | null = null;
  /** Null until they are known, the standard one first. */
  #assistants: readonly Assistant[] | null = null;
  readonly #ended = new AbortController();
  #wasOnline = false;
  #isDrawn = true;
  #listTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(given: PageGiven) {
    const { api, around, language, preferences, own, shared, foot } = given;
    this.#given = given;
    this.#drafts = new Drafts(own, () => around.newId());
    this.#sessions = new Sessions(api, shared, () => this.#draw());
    this.#finder = new Finder(api, around, () => this.#draw());
    this.#choices = new Choices(shared);
    this.#courier = new Courier({ ...given, making: place => this.#makingOf(place) }, () => this.#place);
    preferences.onChange(() => this.#draw());
    this.#news = new News(
      { api, around, page: location.href },
      {
        sessionChanged: session => this.#sessions.take(session),
        sessionRemoved: session => this.#dropped(session),
        preferencesChanged: kept => given.preferencesChanged(kept),
        reload: () => {
          this.#refreshList();
          given.readPreferences();
        },
      },
    );
    this.#layout = new Layout(language, preferences, { ...this.#actsOnChat(), ...this.#actsOnList() }, foot);
  }

  /** Puts itself into the document and begins. */
  begin(root: HTMLElement): void {
    root.replaceChildren(...this.#layout.nodes);
    const { signal } = this.#ended;
    addEventListener('popstate', () => this.#openAddress(), { signal });
    addEventListener(
      'online',
      () => {
        this.#chat?.line.retryNow();
        this.#news.check();
        void this.#courier.deliver();
      },
      { signal },
    );
    addEventListener('offline', () => this.#chat?.line.lose(), { signal });
    addEventListener('keydown', event => this.#pressed(event), { signal });
    document.addEventListener('visibilitychange', () => this.#looked(), { signal });
    this.#openAddress();
    this.#news.begin();
    void this.#courier.deliver();
    void this.#attempt(this.#sessions.refresh());
    void this.#attempt(this.#readAssistants());
  }

  /** Lets go of everything: another page takes its place, or none. */
  end(): void {
    this.#ended.abort();
    this.#chat?.close();
    this.#news.close();
    this.#courier.close();
    this.#finder.close();
    clearTimeout(this.#listTimer);
  }

  /** All who may answer, as far as they are known. */
  get assistants(): readonly Assistant[] {
    return this.#assistants ?? [];
  }

  /** What whoever is here looks like; null if nobody knows. */
  showPicture(address: string | null): void {
    this.#layout.showPicture(address);
  }

  notice(sentence: string): void {
    this.#layout.notice(sentence);
  }

  /** Who was signed out is back, or has just been signed out. */
  lookWhoIsHere(): void {
    if (!this.#given.isSignedOut()) {
      this.#chat?.begin();
      this.#chat?.line.retryNow();
      this.#news.begin();
      void this.#courier.deliver();
      void this.#attempt(this.#sessions.refresh());
      this.#finder.again();
      if (this.#assistants === null) {
        void this.#attempt(this.#readAssistants());
      }
    }
    this.#draw();
  }

  /** Begins a new conversation, after something has happened to all others. */
  startAfresh(): void {
    this.#go(null);
    void this.#attempt(this.#sessions.refresh());
  }

  #actsOnChat(): ConversationActs {
    return {
      say: text => this.#say(text),
      stop: () => this.#chat?.stop(),
      typed: text => this.#drafts.keep(this.#place ?? '', text),
      askAgain: reply => {
        const text = reply.replyTo === null ? null : this.#chat?.textOf(reply.replyTo);
        if (text) {
          this.#say(text);
        }
      },
      askAnew: open => {
        const text = this.#chat?.textOf(open.question);
        this.#chat?.stop();
        if (text) {
          this.#say(text);
        }
      },
      sayAgain: (unsent: Unsent) => this.#chat?.sayAgain(unsent.clientId),
      edit: (unsent: Unsent) => {
        this.#chat?.withdraw(unsent.clientId);
        this.#layout.write([unsent.text, this.#layout.text]);
      },
      discard: (unsent: Unsent) => this.#chat?.withdraw(unsent.clientId),
      loadEarlier: () => void this.#attempt(this.#chat?.loadEarlier()),
      seen: () => {
        if (!document.hidden) {
          this.#chat?.markRead();
        }
      },
      reconnect: () => {
        this.#chat?.begin();
        this.#chat?.line.retryNow();
      },
      startAnew: () => this.#startAnew(),
      logIn: () => this.#given.logIn(),
      choose: assistant => {
        this.#choices.choose(this.#place ?? '', assistant);
        this.#draw();
      },
    };
  }

  #actsOnList(): Omit<SidebarActs, 'hide'> {
    return {
      start: () => this.#go(null),
      open: (session: string) => this.#go(session),
      rename: (session: WireSession, title: string) =>
        void this.#attempt(this.#sessions.rename(session.session_id, title)),
      setArchived: (session: WireSession, isArchived: boolean) =>
        void this.#attempt(this.#setArchived(session, isArchived)),
      remove: (session: WireSession) => void this.#attempt(this.#remove(session)),
      showArchive: () => void this.#attempt(this.#sessions.showArchive(!this.#sessions.isArchive)),
      more: () => void this.#attempt(this.#sessions.more()),
      search: (text: string) => {
        this.#finder.look(text);
        if (text.trim() !== '') {
          void this.#attempt(this.#sessions.all());
        }
      },
      goTo: (found: FoundMessage) => {
        this.#goTo(addressOfMessage(found), found.session_id);
        const words = found.highlights.map(({ start, end }) => found.snippet.slice(start, end));
        this.#want(found.position, [...new Set(words)]);
      },
      moreFound: () => this.#finder.more(),
      lookAgain: () => this.#finder.again(),
    };
  }

  #go(session: string | null): void {
    this.#goTo(session === null ? '/' : `/chat/${session}`, session);
  }

  #goTo(address: string, session: string | null): void {
    if (address !== location.pathname + location.hash) {
      history.pushState(null, '', address);
    }
    this.#open(session);
  }

  #openAddress(): void {
    this.#open(sessionInAddress());
    const position = Number(/^#message-(\d{1,9})$/.exec(location.hash)?.[1] ?? 0);
    if (position > 0) {
      this.#want(position, []);
    }
  }

  /** Somebody wants to see a message of the conversation that is on the page. */
  #want(position: number, words: readonly string[]): void {
    this.#target = { position, words, stage: 'wanted' };
    this.#draw();
  }

  /** Reads as far back as the message that is wanted. */
  async #readTarget(chat: Chat, target: Target): Promise<void> {
    const { words } = this.#given.language;
    target.stage = 'reading';
    if ((chat.state.earlier ?? 0) - target.position > FAR) {
      this.#layout.notice(words.find.reading);
    }
    try {
      await chat.loadFrom(target.position);
      target.stage = 'read';
      this.#draw();
    } catch (problem) {
      if (!(problem instanceof Refused || problem instanceof Unreachable || problem instanceof SignedOut)) {
        throw problem;
      }
      if (this.#target === target) {
        this.#target = null;
        this.#layout.notice(words.find.cannotGo);
      }
    }
  }

  #showTarget({ state }: Chat, target: Target): void {
    this.#target = null;
    const message = state.messages.find(each => each.position === target.position);
    if (!message || !this.#layout.goTo(message.id, target.words)) {
      this.#layout.notice(this.#given.language.words.find.notShown);
    }
  }

  #open(session: string | null): void {
    const place = session ?? this.#drafts.newPlace();
    if (place === this.#place) {
      this.#layout.enter();
      return;
    }
    const { api, outbox, around, language } = this.#given;
    this.#chat?.close();
    this.#place = place;
    this.#target = null;
    this.#wasOnline = false;
    this.#chat = new Chat(
      { api, outbox, around, place, page: location.href, making: () => this.#makingOf(place) },
      {
        change: () => this.#draw(),
        created: made => this.#created(made),
        listed: () => this.#refreshList(),
        notice: code => this.#layout.notice(language.sentenceFor(code)),
      },
    );
    this.#layout.enter(this.#drafts.textAt(place));
    this.#chat.begin();
    this.#draw();
  }

  #created(session: string): void {
    this.#drafts.settle(this.#place ?? '');
    this.#place = session;
    this.#drafts.keep(session, this.#layout.text);
    history.replaceState(null, '', `/chat/${session}`);
    void this.#attempt(this.#sessions.refresh());
  }

  #say(text: string): void {
    this.#chat?.say(text);
    this.#layout.follow();
  }

  /** A conversation that is gone leaves behind what could not be sent to it. */
  #startAnew(): void {
    const unsent = this.#chat?.state.unsent ?? [];
    unsent.forEach(each => this.#chat?.withdraw(each.clientId));
    const text = this.#layout.text;
    this.#go(null);
    this.#layout.write([...unsent.map(each => each.text), text, this.#layout.text]);
  }

  async #setArchived(session: WireSession, isArchived: boolean): Promise<void> {
    const { words } = this.#given.language;
    await this.#sessions.setArchived(session.session_id, isArchived);
    const sentence = (isArchived ? words.archived : words.takenBack)(this.#nameOf(session));
    this.#offerUndo(sentence, async () => {
      await this.#given.api.changeSession(session.session_id, { is_active: isArchived });
      await this.#sessions.refresh();
    });
  }

  async #remove(session: WireSession): Promise<void> {
    const wasHere = session.session_id === this.#place;
    if (wasHere) {
      this.#go(null);
    }
    await this.#sessions.remove(session.session_id);
    this.#finder.drop(session.session_id);
    this.#offerUndo(this.#given.language.words.removed(this.#nameOf(session)), async () => {
      await this.#sessions.restore(session.session_id);
      if (wasHere) {
        this.#go(session.session_id);
      }
    });
  }

  #offerUndo(sentence: string, undo: () => Promise<void>): void {
    const { words } = this.#given.language;
    this.#layout.notice(sentence, { label: words.undo, act: () => void this.#attempt(undo()), forMs: UNDO_FOR_MS });
  }

  #nameOf(session: WireSession): string {
    const name = [...(this.#sessions.nameOf(session) ?? this.#given.language.words.untitled)];
    return name.length > LONGEST_QUOTE ? `${name.slice(0, LONGEST_QUOTE).join('').trimEnd()}…` : name.join('');
  }

  #looked(): void {
    if (!document.hidden) {
      this.#chat?.line.check();
      this.#news.check();
      this.#refreshList();
      this.#draw();
    }
  }

  async #readAssistants(): Promise<void> {
    this.#assistants = await this.#given.api.assistants();
    this.#draw();
  }

  #dropped(session: string): void {
    this.#sessions.drop(session);
    this.#finder.drop(session);
  }

  /** With whom a new conversation is: as it was chosen, or as somebody prefers it. */
  #makingOf(place: string): Making {
    const assistant = this.#choices.at(place) ?? this.#given.preferences.now.assistant;
    const isKnown = this.#assistants?.some(each => each.name === assistant) ?? true;
    return assistant !== null && isKnown ? { assistant } : {};
  }

  /** Who answers; in a new conversation whoever is wanted, or else the standard one. */
  get #answering(): Assistant | null {
    const all = this.#assistants;
    const name = this.#chat?.state.session?.assistant ?? this.#makingOf(this.#place ?? '').assistant;
    return all && (all.find(each => each.name === name) ?? all[0] ?? NOBODY);
  }

  #refreshList(): void {
    if (this.#ended.signal.aborted) {
      return;
    }
    clearTimeout(this.#listTimer);
    this.#listTimer = setTimeout(() => void this.#attempt(this.#sessions.refresh()), LIST_AFTER_MS);
  }

  /** What failed is told, unless the banner tells it already. */
  async #attempt(promise: Promise<unknown> | undefined): Promise<void> {
    try {
      await promise;
    } catch (problem) {
      if (!(problem instanceof Refused || problem instanceof Unreachable || problem instanceof SignedOut)) {
        throw problem;
      }
      if (problem instanceof Refused && !this.#ended.signal.aborted) {
        const { language } = this.#given;
        this.#layout.notice(problem.code ? language.sentenceFor(problem.code) : language.words.failed);
      }
    }
  }

  #pressed(event: KeyboardEvent): void {
    const key = event.key.toLowerCase();
    const withCtrl = event.ctrlKey || event.metaKey;
    if (key === 'escape' && !isComposing(event)) {
      if (!this.#layout.leaveDrawer() && this.#chat?.isAnswering) {
        this.#chat.stop();
      }
    } else if (key === 'o' && event.shiftKey && withCtrl) {
      event.preventDefault();
      this.#go(null);
    } else if (key === 'k' && !event.shiftKey && withCtrl) {
      event.preventDefault();
      this.#layout.focusSearch();
    }
  }

  #draw(): void {
    if (this.#ended.signal.aborted) {
      return;
    }
    if (this.#isDrawn) {
      this.#isDrawn = false;
      requestAnimationFrame(() => {
        this.#isDrawn = true;
        if (this.#chat && !this.#ended.signal.aborted) {
          this.#layout.show({
            chat: this.#chat,
            sessions: this.#sessions,
            finder: this.#finder,
            place: this.#place,
            assistant: this.#answering,
            assistants: this.#assistants ?? NO_ASSISTANTS,
            canChoose: commandOf(this.#place ?? '') !== null,
            isSignedOut: this.#chat.line.isSignedOut || this.#given.isSignedOut(),
          });
          if (this.#target?.stage === 'read') {
            this.#showTarget(this.#chat, this.#target);
          }
        }
      });
    }
    this.#noticeOnline();
    this.#noticeName();
    this.#noticeTarget();
  }

  /** A conversation that is known can be read back. */
  #noticeTarget(): void {
    if (this.#target?.stage === 'wanted' && this.#chat) {
      if (this.#chat.state.gone) {
        this.#target = null;
      } else if (this.#chat.isLoaded) {
        void this.#readTarget(this.#chat, this.#target);
      }
    }
  }

  /** A conversation is known by what was said first, until it has a title. */
  #noticeName(): void {
    const { session, state } = this.#chat ?? {};
    const [first] = state?.messages ?? [];
    if (session && state?.earlier === null && first?.type === 'user') {
      this.#sessions.nameBy(session, first.text);
    }
  }

  /** The server is back: what it could not be asked for meanwhile. */
  #noticeOnline(): void {
    const isOnline = this.#chat?.line.status === 'online';
    if (isOnline && !this.#wasOnline) {
      void this.#courier.deliver();
      this.#refreshList();
      this.#finder.again();
      if (this.#assistants === null) {
        void this.#attempt(this.#readAssistants());
      }
    }
    this.#wasOnline = isOnline;
  }
}

function sessionInAddress(): string | null {
  return /^\/chat\/([\w-]+)\/?$/.exec(location.pathname)?.[1]?.toLowerCase() ?? null;
}
