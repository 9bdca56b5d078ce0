/** The button with its badge, and the frame of the window: what is there before the window is. */

import type { Locale } from '../i18n/language.js';
import type { ButtonWords } from '../i18n/button.js';
import { buttonWords } from '../i18n/button.js';
import { drawing, element } from '../ui/dom.js';
import { icons } from '../ui/icons.js';

const MOST_SHOWN = 9;
const CHEVRON = 'M5 8l5 5 5-5';

export interface FrameActs {
  open(): void;
  minimise(): void;
  /** The window could not be loaded: try again. */
  retry(): void;
  /** Somebody is about to open it. */
  approached(): void;
}

export interface FrameState {
  locale: Locale;
  isOpen: boolean;
  isFullScreen: boolean;
  /** What the page calls it; null if it does not. */
  title: string | null;
  unread: number;
}

export class Frame {
  readonly node: HTMLElement;
  readonly window: HTMLElement;
  readonly toggle: HTMLButtonElement;
  readonly #acts: FrameActs;
  readonly #inside = element('div.inside');
  readonly #badge = element('span.badge', { part: 'badge', hidden: true, 'aria-hidden': 'true' });
  #words: ButtonWords = buttonWords('en');

  constructor(acts: FrameActs) {
    this.#acts = acts;
    this.toggle = element(
      'button.toggle',
      {
        type: 'button',
        part: 'button',
        'aria-haspopup': 'dialog',
        click: () => acts.open(),
        pointerdown: () => acts.approached(),
      },
      iconOf('sign', icons.bubble),
      iconOf('chevron', CHEVRON),
      this.#badge,
    );
    this.window = element('section.window', { part: 'window', role: 'dialog', tabindex: '-1' }, this.#inside);
    // The title of the host is no hint for everything in it.
    this.node = element('div.widget', { title: '' }, this.window, this.toggle);
    // What is written here is no shortcut of the page.
    for (const type of ['keydown', 'keypress', 'keyup']) {
      this.window.addEventListener(type, event => event.stopPropagation());
    }
  }

  show({ locale, isOpen, isFullScreen, title, unread }: FrameState): void {
    this.#words = buttonWords(locale);
    this.node.lang = locale;
    this.#inside.dir = locale === 'qps-mirror' ? 'rtl' : 'ltr';
    this.window.inert = !isOpen;
    this.window.setAttribute('aria-label', title ?? this.#words.chat);
    this.window.setAttribute('aria-modal', String(isOpen && isFullScreen));
    const shown = unread > MOST_SHOWN ? `${MOST_SHOWN}+` : String(unread);
    const label = unread === 0 ? this.#words.open : this.#words.openUnread(shown);
    this.toggle.setAttribute('aria-expanded', String(isOpen));
    this.toggle.setAttribute('aria-label', label);
    this.toggle.title = label;
    this.#badge.hidden = unread === 0;
    this.#badge.textContent = shown;
  }

  /** The window is under way. */
  showLoading(): void {
    this.#inside.replaceChildren(
      element('div.loading', { role: 'status', 'aria-label': this.#words.loading }, element('i')),
    );
  }

  showFailure(): void {
    const { failed, retry, minimise } = this.#words;
    this.#inside.replaceChildren(
      element(
        'div.loading',
        { role: 'alert' },
        element('p', {}, failed),
        element('button.retry', { type: 'button', click: () => this.#acts.retry() }, retry),
        element('button', { type: 'button', click: () => this.#acts.minimise() }, minimise),
      ),
    );
  }

  showWindow(nodes: readonly Node[]): void {
    this.#inside.replaceChildren(...nodes);
  }
}

function iconOf(name: string, path: string): SVGSVGElement {
  const icon = drawing(path);
  icon.classList.add(name);
  return icon;
}
