/** The page: which conversation is on it, and how everything on it hangs together. */

import type {
  Api,
  Assistant,
  Outbox,
  Shelf,
  Surroundings,
  Unsent,
  WirePreferences,
  WireSession,
} from '../core/index.js';
import { Chat, Courier, Drafts, News, Refused, Sessions, SignedOut, Unreachable } from '../core/index.js';
import type { Language } from '../i18n/index.js';
import { isComposing } from '../ui/dom.js';
import type { PreferenceStore } from '../ui/preferences.js';
import type { ConversationActs } from '../ui/conversation-view.js';
import { Layout } from './layout.js';
import type { SidebarActs } from './sidebar.js';

const UNDO_FOR_MS = 20_000;
const LIST_AFTER_MS = 400;
const LONGEST_QUOTE = 60;

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

export class Page {
  readonly #given: PageGiven;
  readonly #drafts: Drafts;
  readonly #sessions: Sessions;
  readonly #layout: Layout;
  readonly #courier: Courier;
  readonly #news: News;
  #chat: Chat | null = null;
  #place: string | null = null;
  #assistant: Assistant | null = null;
  readonly #ended = new AbortController();
  #wasOnline = false;
  #isDrawn = true;
  #listTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(given: PageGiven) {
    const { api, around, language, preferences, own, shared, foot } = given;
    this.#given = given;
    this.#drafts = new Drafts(own, () => around.newId());
    this.#sessions = new Sessions(api, shared, () => this.#draw());
    this.#courier = new Courier(given, () => this.#place);
    this.#news = new News(
      { api, around, page: location.href },
      {
        sessionChanged: session => this.#sessions.take(session),
        sessionRemoved: session => this.#sessions.drop(session),
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
    addEventListener('popstate', () => this.#open(sessionInAddress()), { signal });
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
    this.#open(sessionInAddress());
    this.#news.begin();
    void this.#courier.deliver();
    void this.#attempt(this.#sessions.refresh());
    void this.#attempt(this.#readAssistant());
  }

  /** Lets go of everything: another page takes its place, or none. */
  end(): void {
    this.#ended.abort();
    this.#chat?.close();
    this.#news.close();
    this.#courier.close();
    clearTimeout(this.#listTimer);
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
      if (this.#assistant === null) {
        void this.#attempt(this.#readAssistant());
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
        if (text.trim() !== '') {
          void this.#attempt(this.#sessions.all());
        }
      },
    };
  }

  #go(session: string | null): void {
    const address = session === null ? '/' : `/chat/${session}`;
    if (address !== location.pathname) {
      history.pushState(null, '', address);
    }
    this.#open(session);
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
    this.#wasOnline = false;
    this.#chat = new Chat(
      { api, outbox, around, place, page: location.href },
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

  async #readAssistant(): Promise<void> {
    const [standard] = await this.#given.api.assistants();
    this.#assistant = standard ?? { name: '' };
    this.#draw();
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
            place: this.#place,
            assistant: this.#assistant,
            isSignedOut: this.#chat.line.isSignedOut || this.#given.isSignedOut(),
          });
        }
      });
    }
    this.#noticeOnline();
    this.#noticeName();
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
      if (this.#assistant === null) {
        void this.#attempt(this.#readAssistant());
      }
    }
    this.#wasOnline = isOnline;
  }
}

function sessionInAddress(): string | null {
  return /^\/chat\/([\w-]+)\/?$/.exec(location.pathname)?.[1]?.toLowerCase() ?? null;
}
