/** What is in the window, in its place. Shows the state it is given; decides nothing. */

import type { Assistant, Chat, Sessions } from '../core/index.js';
import type { Language } from '../i18n/index.js';
import type { ConversationActs } from '../ui/conversation-view.js';
import { ConversationView } from '../ui/conversation-view.js';
import { element } from '../ui/dom.js';
import { stateOf, titleOfChat } from '../ui/looks.js';
import { Notices } from '../ui/notices.js';
import type { PreferenceStore } from '../ui/preferences.js';
import { Bar } from './bar.js';
import type { HistoryActs } from './history.js';
import { History } from './history.js';

export interface ViewActs extends ConversationActs, HistoryActs {
  start(): void;
  showHistory(): void;
  minimise(): void;
  close(): void;
}

export interface Shown {
  chat: Chat;
  sessions: Sessions;
  assistant: Assistant | null;
  /** What the page calls the chat; null if it does not. */
  title: string | null;
}

export class View {
  readonly nodes: readonly HTMLElement[];
  readonly #language: Language;
  readonly #bar: Bar;
  readonly #conversation: ConversationView;
  readonly #talk: HTMLElement;
  readonly #history: History;
  readonly #notices: Notices;
  #shown: Shown | null = null;

  constructor(language: Language, preferences: PreferenceStore, acts: ViewActs) {
    this.#language = language;
    this.#bar = new Bar(language, {
      start: () => {
        this.setInHistory(false);
        acts.start();
      },
      showHistory: () => {
        this.setInHistory(true);
        acts.showHistory();
      },
      leaveHistory: () => this.leaveHistory(),
      minimise: () => acts.minimise(),
      close: () => acts.close(),
    });
    this.#conversation = new ConversationView(language, preferences, acts);
    this.#history = new History(language, acts);
    this.#notices = new Notices(language);
    this.#talk = element('div.talk', {}, ...this.#conversation.nodes);
    const body = element('div.body', {}, this.#talk, this.#history.node, this.#notices.node);
    this.nodes = [this.#bar.node, body];
  }

  /** What stands in the field. */
  get text(): string {
    return this.#conversation.text;
  }

  set text(text: string) {
    this.#conversation.text = text;
  }

  /** It was not on the page before: the field is as high as what is in it. */
  measure(): void {
    const { text } = this.#conversation;
    this.#conversation.text = text;
  }

  get isInHistory(): boolean {
    return this.#history.isOpen;
  }

  /** The focus goes to the field. */
  focus(): void {
    if (this.isInHistory) {
      this.#bar.focusBack();
    } else {
      this.#conversation.focus();
    }
  }

  /** Puts texts into the field, one below the other. */
  write(texts: readonly string[]): void {
    this.#conversation.write(texts);
  }

  follow(): void {
    this.#conversation.follow();
  }

  notice(sentence: string): void {
    this.#notices.show(sentence);
  }

  setInHistory(isInHistory: boolean): void {
    if (isInHistory !== this.isInHistory) {
      this.#history.isOpen = isInHistory;
      this.#talk.inert = isInHistory;
      this.#bar.setInHistory(isInHistory);
      if (isInHistory) {
        this.#bar.focusBack();
      }
      this.#draw();
    }
  }

  leaveHistory(): void {
    this.setInHistory(false);
    this.#bar.focusHistory();
  }

  show(shown: Shown): void {
    this.#shown = shown;
    this.#draw();
  }

  #draw(): void {
    if (this.#shown === null) {
      return;
    }
    const { chat, sessions, assistant, title } = this.#shown;
    const { words } = this.#language;
    if (this.isInHistory) {
      this.#history.show(sessions, chat.session);
      this.#bar.show(words.conversations, null);
    } else {
      const name = titleOfChat(chat) || sessions.knownName(chat.session ?? '') || title || words.untitled;
      this.#bar.show(chat.state.gone ? (title ?? words.product) : name, stateOf(chat));
    }
    this.#conversation.show(chat, assistant);
  }
}
