/**
 * The list of what was said. Draws only what changed, keeps the newest in sight unless the reader went up, and never
 * moves what is being read.
 */

import { timeline } from '../../core/index.ts';
import { words } from '../words.js';
import { drawing, element } from './dom.js';
import { icons } from './icons.js';
import { viewFor } from './turns.js';

const NEAR = 64;
const SOON = 600;

export class Transcript {
  #list = element('ol.turns');
  #earlier;
  #toNewest;
  #scroller;
  #acts;
  #views = new Map();
  #isFollowing = true;
  #hasNews = false;
  #newest = null;

  /**
   * @param {object} acts what can be done: stop, askAgain, sayAgain, edit, discard, loadEarlier, seen
   */
  constructor(acts) {
    this.#acts = acts;
    this.#earlier = element('button.earlier', { type: 'button', hidden: true, click: acts.loadEarlier }, words.earlier);
    this.#toNewest = element(
      'button.to-newest',
      { type: 'button', hidden: true, click: () => this.follow() },
      drawing(icons.down),
      element('span'),
    );
    this.#scroller = element(
      'div.scroller',
      { tabindex: '0', role: 'region', 'aria-label': words.messages },
      element('div.column', {}, this.#earlier, this.#list),
    );
    this.#scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.#isFollowing && this.#toEnd()).observe(this.#scroller);
    this.node = element('div.transcript', {}, this.#scroller, this.#toNewest);
  }

  /** Whether the newest is in sight. */
  get isFollowing() {
    return this.#isFollowing;
  }

  clear() {
    this.#views.clear();
    this.#list.replaceChildren();
    this.#isFollowing = true;
    this.#hasNews = false;
  }

  /** Shows a conversation as it is now. */
  show(chat) {
    const { state } = chat;
    const entries = timeline(state);
    const context = {
      isOnline: chat.line.status === 'online',
      isNext: open => state.open[0] === open,
      canAsk: question => state.messages.some(message => message.id === question),
    };
    const newest = entries.at(-1)?.item;
    this.#hasNews ||= !this.#isFollowing && newest !== this.#newest;
    this.#newest = newest;
    this.#keepPlace(() => {
      this.#earlier.hidden = state.earlier === null;
      this.#arrange(entries, context);
    });
  }

  /** Goes to the newest, and stays there. */
  follow() {
    this.#isFollowing = true;
    this.#toEnd();
  }

  #arrange(entries, context) {
    const keys = new Set(entries.map(entry => entry.key));
    for (const [key, { view }] of this.#views) {
      if (!keys.has(key)) {
        view.node.remove();
        this.#views.delete(key);
      }
    }
    let before = null;
    for (const entry of entries) {
      const node = this.#drawn(entry, context);
      const place = before ? before.nextSibling : this.#list.firstChild;
      if (place !== node) {
        this.#list.insertBefore(node, place);
      }
      before = node;
    }
  }

  #drawn(entry, context) {
    let known = this.#views.get(entry.key);
    if (!known) {
      known = { view: viewFor(entry, this.#acts), item: null, mood: null };
      this.#views.set(entry.key, known);
    }
    const mood = moodOf(entry, context);
    if (known.item !== entry.item || known.mood !== mood) {
      known.view.show(entry.item, context);
      known.item = entry.item;
      known.mood = mood;
    }
    return known.view.node;
  }

  /** Draws; then the newest is in sight if it is followed, else what was in sight is where it was. */
  #keepPlace(draw) {
    if (this.#isFollowing) {
      draw();
      this.#toEnd();
      return;
    }
    const top = this.#scroller.getBoundingClientRect().top;
    const turns = [...this.#list.querySelectorAll(':scope > .turn')];
    const anchor = turns.find(turn => turn.getBoundingClientRect().bottom > top);
    const was = anchor?.getBoundingClientRect().top;
    draw();
    if (anchor?.isConnected) {
      this.#scroller.scrollTop += anchor.getBoundingClientRect().top - was;
    }
    this.#noticed();
  }

  #toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#noticed();
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    this.#isFollowing = scrollHeight - scrollTop - clientHeight < NEAR;
    if (scrollTop < SOON && !this.#earlier.hidden && !this.#isFollowing) {
      this.#acts.loadEarlier();
    }
    this.#noticed();
  }

  #noticed() {
    if (this.#isFollowing) {
      this.#hasNews = false;
      this.#acts.seen();
    }
    const label = this.#hasNews ? words.newMessages : words.toBottom;
    this.#toNewest.hidden = this.#isFollowing;
    this.#toNewest.classList.toggle('news', this.#hasNews);
    this.#toNewest.setAttribute('aria-label', label);
    this.#toNewest.lastElementChild.textContent = this.#hasNews ? label : '';
  }
}

/** What an entry shows beside its item. */
function moodOf({ kind, item }, { isOnline, isNext }) {
  return kind === 'unsent' ? isOnline : kind === 'open' && isNext(item);
}
