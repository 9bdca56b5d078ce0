/**
 * The list of what was said. Draws only what changed and what is in sight, keeps the newest in sight unless the reader
 * went up, and never moves what is being read.
 */

import type { Chat, Entry } from '../core/index.js';
import { timeline } from '../core/index.js';
import type { Language } from '../i18n/index.js';
import { drawing, element, focused } from './dom.js';
import { icons } from './icons.js';
import { markWords, unmarkWords } from './marks.js';
import type { PreferenceStore } from './preferences.js';
import type { TurnActs, TurnContext, TurnView } from './turns.js';
import { tellTime, viewFor } from './turns.js';
import type { Range } from './window-of.js';
import { Heights, holds, windowOf } from './window-of.js';

const NEAR = 64;
const SOON = 600;
const TIMES_EVERY_MS = 30_000;
/** What was looked for stands so far below the upper edge, a part of what is in sight. */
const FOUND_AT = 0.2;
/** What is around it is measured when it is there, which moves it. */
const PLACED_TIMES = 3;

export interface TranscriptActs extends TurnActs {
  loadEarlier(): void;
  /** The newest is in sight. */
  seen(): void;
}

/** A turn, and how far below the upper edge it is. */
interface Anchor {
  key: string;
  node: HTMLElement;
  offset: number;
}

interface Known {
  view: TurnView;
  item: unknown;
  mood: unknown;
}

const NOTHING: Range = { from: 0, to: 0, before: 0, after: 0 };

export class Transcript {
  readonly node: HTMLElement;
  readonly #language: Language;
  readonly #preferences: PreferenceStore;
  readonly #acts: TranscriptActs;
  readonly #list = element('ol.turns');
  readonly #before = element('div.room', { 'aria-hidden': 'true' });
  readonly #after = element('div.room', { 'aria-hidden': 'true' });
  readonly #earlier: HTMLButtonElement;
  readonly #toNewest: HTMLButtonElement;
  readonly #toNewestLabel = element('span');
  readonly #scroller: HTMLElement;
  readonly #views = new Map<string, Known>();
  readonly #heights = new Heights();
  #entries: readonly Entry[] = [];
  #keys: readonly string[] = [];
  #context: TurnContext | null = null;
  #range: Range = NOTHING;
  #drawnKeys: readonly string[] = [];
  #isFollowing = true;
  #hasNews = false;
  #newest: unknown = null;
  #width = 0;
  #isTelling = false;
  /** The key of what was looked for. */
  #found: string | null = null;

  constructor(language: Language, preferences: PreferenceStore, acts: TranscriptActs) {
    const { words } = language;
    this.#language = language;
    this.#preferences = preferences;
    this.#acts = acts;
    this.#earlier = element(
      'button.earlier',
      { type: 'button', hidden: true, click: () => acts.loadEarlier() },
      words.earlier,
    );
    this.#toNewest = element(
      'button.to-newest',
      { type: 'button', hidden: true, click: () => this.follow() },
      drawing(icons.down),
      this.#toNewestLabel,
    );
    this.#scroller = element(
      'div.scroller',
      { tabindex: '0', role: 'region', 'aria-label': words.messages },
      element('div.column', {}, this.#earlier, this.#before, this.#list, this.#after),
    );
    this.#scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.#resized()).observe(this.#scroller);
    this.node = element('div.transcript', {}, this.#scroller, this.#toNewest);
  }

  clear(): void {
    this.#views.forEach(({ view }) => view.leave());
    this.#views.clear();
    this.#heights.forget();
    this.#heights.arrange([]);
    this.#list.replaceChildren();
    this.#entries = [];
    this.#keys = [];
    this.#drawnKeys = [];
    this.#range = NOTHING;
    this.#isFollowing = true;
    this.#hasNews = false;
    this.#found = null;
    unmarkWords();
  }

  /** Shows a conversation as it is now. */
  show(chat: Chat, isSignedOut = chat.line.isSignedOut): void {
    const { state } = chat;
    this.#entries = timeline(state);
    this.#keys = this.#entries.map(entry => entry.key);
    this.#heights.arrange(this.#keys);
    this.#context = {
      way: chat.line.status === 'online' ? 'online' : isSignedOut ? 'signedOut' : 'offline',
      isNext: open => state.open[0] === open,
      canAsk: question => state.messages.some(message => message.id === question),
    };
    const newest = this.#entries.at(-1)?.item;
    this.#hasNews ||= !this.#isFollowing && newest !== this.#newest;
    this.#newest = newest;
    this.#keepPlace(anchor => {
      this.#earlier.hidden = state.earlier === null;
      this.#draw(anchor);
    });
    this.#tellTimes();
  }

  /** Goes to the newest, and stays there. */
  follow(): void {
    this.#isFollowing = true;
    this.#draw();
    this.#toEnd();
  }

  /**
   * Goes to a message and marks it, and words in it.
   *
   * @returns false if it is not in what is shown
   */
  goTo(message: string, words: readonly string[]): boolean {
    const at = this.#entries.findIndex(({ kind, item }) => kind === 'message' && item.id === message);
    const key = this.#keys[at];
    if (key === undefined) {
      return false;
    }
    this.#isFollowing = false;
    this.#found = key;
    const { clientHeight } = this.#scroller;
    for (let times = 0; times < PLACED_TIMES; times++) {
      this.#range = windowOf(this.#heights, this.#heights.top(at) - clientHeight * FOUND_AT, clientHeight);
      this.#arrange();
      this.#measure();
    }
    const node = this.#views.get(key)?.view.node;
    if (node) {
      const word = markWords(node.querySelector('.bubble, .prose') ?? node, words);
      this.#place(node.getBoundingClientRect());
      const below = (word?.getBoundingClientRect().bottom ?? 0) - this.#scroller.getBoundingClientRect().bottom;
      if (word && below > -NEAR) {
        this.#place(word.getBoundingClientRect());
      }
      node.tabIndex = -1;
      node.focus({ preventScroll: true });
    }
    this.#isFollowing = this.#isAtEnd;
    this.#noticed();
    return true;
  }

  /** Lets something be where what was looked for belongs. */
  #place({ top }: DOMRect): void {
    const { clientHeight } = this.#scroller;
    this.#scroller.scrollTop += top - this.#scroller.getBoundingClientRect().top - clientHeight * FOUND_AT;
  }

  /** @param anchor what is to stay where it is, if there is something */
  #draw(anchor: Anchor | null = null): void {
    this.#range = this.#needed(anchor);
    this.#arrange();
    this.#measure();
  }

  #needed(anchor: Anchor | null = null): Range {
    const { scrollTop, clientHeight } = this.#scroller;
    const at = anchor === null ? -1 : this.#keys.indexOf(anchor.key);
    const top = anchor === null || at < 0 ? scrollTop - this.#before.offsetTop : this.#heights.top(at) - anchor.offset;
    return windowOf(this.#heights, this.#isFollowing ? null : top, clientHeight);
  }

  #arrange(): void {
    const { from, to, before, after } = this.#range;
    const entries = this.#entries.slice(from, to);
    const keys = new Set(entries.map(entry => entry.key));
    for (const [key, { view }] of this.#views) {
      if (!keys.has(key)) {
        this.#remove(view);
        this.#views.delete(key);
      }
    }
    this.#drawnKeys = entries.map(entry => entry.key);
    let previous: HTMLElement | null = null;
    for (const entry of entries) {
      const node = this.#drawn(entry);
      const place: ChildNode | null = previous === null ? this.#list.firstChild : previous.nextSibling;
      if (place !== node) {
        this.#list.insertBefore(node, place);
      }
      node.classList.toggle('found', entry.key === this.#found);
      previous = node;
    }
    this.#before.style.height = `${before}px`;
    this.#after.style.height = `${after}px`;
    this.#list.classList.toggle('whole', to === this.#entries.length);
  }

  // The focus stays in the conversation when what had it goes out of sight.
  #remove(view: TurnView): void {
    if (view.node.contains(focused(view.node))) {
      this.#scroller.focus({ preventScroll: true });
    }
    view.leave();
    view.node.remove();
  }

  #drawn(entry: Entry): HTMLElement {
    const context = this.#context as TurnContext;
    let known = this.#views.get(entry.key);
    if (!known) {
      const given = {
        language: this.#language,
        preferences: this.#preferences,
        acts: this.#acts,
        grown: () => this.#grown(),
      };
      known = { view: viewFor(entry, given), item: null, mood: null };
      this.#views.set(entry.key, known);
    }
    const mood = moodOf(entry, context);
    if (known.item !== entry.item || known.mood !== mood) {
      known.item = entry.item;
      known.mood = mood;
      known.view.show(entry.item, context);
    }
    return known.view.node;
  }

  /** What is there is as high as it is, with the space before it. */
  #measure(): void {
    let top = this.#list.offsetTop;
    for (const key of this.#drawnKeys) {
      const node = this.#views.get(key)?.view.node;
      if (node) {
        const bottom = node.offsetTop + node.offsetHeight;
        this.#heights.note(key, bottom - top);
        top = bottom;
      }
    }
  }

  /** Times that people see grow older while they are seen. */
  #tellTimes(): void {
    if (this.#isTelling) {
      return;
    }
    this.#isTelling = true;
    setTimeout(() => {
      this.#isTelling = false;
      if (this.node.isConnected) {
        this.#list.querySelectorAll('time').forEach(node => tellTime(node, this.#language));
        this.#tellTimes();
      }
    }, TIMES_EVERY_MS);
  }

  /** A reply has grown by itself. */
  #grown(): void {
    if (this.#isFollowing) {
      this.#toEnd();
    }
  }

  /** Draws; then the newest is in sight if it is followed, else what was in sight is where it was. */
  #keepPlace(draw: (anchor: Anchor | null) => void): void {
    if (this.#isFollowing) {
      draw(null);
      this.#toEnd();
      return;
    }
    const anchor = this.#anchor();
    draw(anchor);
    if (anchor?.node.isConnected) {
      const moved = this.#offsetOf(anchor.node) - anchor.offset;
      if (moved !== 0) {
        this.#scroller.scrollTop += moved;
      }
    }
    this.#noticed();
  }

  /** The first turn in sight. */
  #anchor(): Anchor | null {
    for (const key of this.#drawnKeys) {
      const node = this.#views.get(key)?.view.node;
      if (node?.isConnected && node.classList.contains('turn')) {
        const offset = this.#offsetOf(node);
        if (offset + node.offsetHeight > 0) {
          return { key, node, offset };
        }
      }
    }
    return null;
  }

  #offsetOf(node: HTMLElement): number {
    return node.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top;
  }

  #toEnd(): void {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#noticed();
  }

  #scrolled(): void {
    this.#isFollowing = this.#isAtEnd;
    if (this.#scroller.scrollTop < SOON && !this.#earlier.hidden && !this.#isFollowing) {
      this.#acts.loadEarlier();
    }
    if (this.#context && !holds(this.#range, this.#needed())) {
      this.#keepPlace(anchor => this.#draw(anchor));
    }
    this.#noticed();
  }

  get #isAtEnd(): boolean {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  #resized(): void {
    const { clientWidth } = this.#scroller;
    if (clientWidth !== this.#width) {
      this.#width = clientWidth;
      this.#heights.forget();
    }
    if (this.#isFollowing) {
      this.#toEnd();
    }
  }

  #noticed(): void {
    if (this.#isFollowing) {
      this.#hasNews = false;
      this.#acts.seen();
    }
    const { words } = this.#language;
    const label = this.#hasNews ? words.newMessages : words.toBottom;
    this.#toNewest.hidden = this.#isFollowing;
    this.#toNewest.classList.toggle('news', this.#hasNews);
    this.#toNewest.setAttribute('aria-label', label);
    this.#toNewestLabel.textContent = this.#hasNews ? label : '';
  }
}

/** What an entry shows beside its item. */
function moodOf({ kind, item }: Entry, { way, isNext }: TurnContext): unknown {
  return kind === 'unsent' ? way : kind === 'open' && isNext(item);
}
