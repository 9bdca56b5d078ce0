/** A conversation with all that belongs to it: banner, messages, field. Shows the state it is given; decides nothing. */

import type { Assistant, Chat } from '../core/index.js';
import { isWaiting } from '../core/index.js';
import type { Language } from '../i18n/index.js';
import { Announcer } from './announcer.js';
import { Banner } from './banner.js';
import { Composer } from './composer.js';
import { element } from './dom.js';
import { goneView, Greeting, skeletonView } from './empty.js';
import type { Stage } from './looks.js';
import { bannerOf, stageOf } from './looks.js';
import type { PreferenceStore } from './preferences.js';
import type { TranscriptActs } from './transcript.js';
import { Transcript } from './transcript.js';
import { TypistsNote } from './typists-note.js';

export interface ConversationActs extends TranscriptActs {
  say(text: string): void;
  /** The text in the field has changed. */
  typed(text: string): void;
  reconnect(): void;
  /** Logs in again, where that is how somebody comes back. */
  logIn?(): void;
  /** The conversation is gone: begin another, with what could not be said. */
  startAnew(): void;
  /** Somebody else is to answer in this new conversation, where there are several. */
  choose?(assistant: string): void;
}

const NO_CHOICE: readonly Assistant[] = [];

export class ConversationView {
  /** From top to bottom. */
  readonly nodes: readonly HTMLElement[];
  readonly #language: Language;
  readonly #acts: ConversationActs;
  readonly #banner: Banner;
  readonly #composer: Composer;
  readonly #transcript: Transcript;
  readonly #announcer: Announcer;
  readonly #typists: TypistsNote;
  readonly #stage = element('div.stage');
  readonly #greeting: Greeting;
  #staged: Stage | null = null;
  #chat: Chat | null = null;
  #isSignedOut = false;

  constructor(language: Language, preferences: PreferenceStore, acts: ConversationActs) {
    this.#language = language;
    this.#acts = acts;
    this.#banner = new Banner(() => this.#helpOneself());
    this.#transcript = new Transcript(language, preferences, acts);
    this.#composer = new Composer(language, preferences, {
      say: text => acts.say(text),
      stop: () => acts.stop(),
      typed: text => {
        this.#chat?.typed(text);
        acts.typed(text);
      },
      lastSaid: () => this.#chat?.state.messages.findLast(message => message.type === 'user')?.text ?? null,
    });
    this.#greeting = new Greeting(language, {
      suggested: text => acts.say(text),
      chosen: name => acts.choose?.(name),
    });
    this.#announcer = new Announcer(language);
    this.#typists = new TypistsNote(language);
    this.#composer.node.prepend(this.#typists.node);
    this.nodes = [this.#banner.node, this.#stage, this.#composer.node, this.#announcer.node];
  }

  /** What stands in the field. */
  get text(): string {
    return this.#composer.text;
  }

  set text(text: string) {
    this.#composer.text = text;
  }

  focus(): void {
    this.#composer.focus();
  }

  /** Puts texts into the field, one below the other. */
  write(texts: readonly string[]): void {
    this.#composer.text = texts.filter(text => text !== '').join('\n\n');
    this.#acts.typed(this.#composer.text);
    this.#composer.focus();
  }

  /** Goes to the newest message, and stays there. */
  follow(): void {
    this.#transcript.follow();
  }

  /**
   * Goes to a message and marks it, and words in it.
   *
   * @returns false if it is not in what is shown
   */
  goTo(message: string, words: readonly string[]): boolean {
    return this.#staged === 'transcript' && this.#transcript.goTo(message, words);
  }

  /** Shows what the visitor looks like beside what they said; null if nobody knows. */
  showPicture(address: string | null): void {
    this.#stage.classList.toggle('pictured', address !== null);
    this.#stage.style.setProperty('--parley-own-picture', address === null ? 'none' : `url("${address}")`);
  }

  /**
   * @param assistant who answers; null while it is not known
   * @param isSignedOut whether the login has ended
   * @param choice those who may answer in a new conversation, where one can choose
   */
  show(
    chat: Chat,
    assistant: Assistant | null,
    isSignedOut = chat.line.isSignedOut,
    choice: readonly Assistant[] = NO_CHOICE,
  ): void {
    if (chat !== this.#chat) {
      this.#chat = chat;
      this.#transcript.clear();
      this.#staged = null;
    }
    const { state } = chat;
    const isOnline = chat.line.status === 'online';
    this.#isSignedOut = isSignedOut;
    this.#banner.show(bannerOf(chat, this.#language, isSignedOut), this.#actionOf(isOnline));
    this.#composer.show({
      isAnswering: chat.isAnswering,
      isSending: isOnline && state.unsent.some(isWaiting),
      isClosed: state.session?.closed ?? false,
    });
    this.#composer.node.hidden = state.gone;
    this.#typists.show(chat.typists);
    this.#greeting.show(assistant, choice);
    this.#showStage(chat);
    this.#announcer.follow(state);
  }

  #actionOf(isOnline: boolean): string | null {
    const { words } = this.#language;
    if (this.#isSignedOut && this.#acts.logIn) {
      return words.account.logIn;
    }
    return isOnline ? null : words.reconnect;
  }

  #helpOneself(): void {
    if (this.#isSignedOut && this.#acts.logIn) {
      this.#acts.logIn();
    } else {
      this.#acts.reconnect();
    }
  }

  #showStage(chat: Chat): void {
    const stage = stageOf(chat);
    if (this.#staged !== stage) {
      this.#staged = stage;
      this.#stage.replaceChildren(this.#viewOf(stage));
    }
    if (stage === 'transcript') {
      this.#transcript.show(chat, this.#isSignedOut);
    }
  }

  #viewOf(stage: Stage): HTMLElement {
    switch (stage) {
      case 'gone':
        return goneView(this.#language, () => this.#acts.startAnew());
      case 'skeleton':
        return skeletonView();
      case 'greeting':
        return this.#greeting.node;
      case 'transcript':
        return this.#transcript.node;
    }
  }
}
