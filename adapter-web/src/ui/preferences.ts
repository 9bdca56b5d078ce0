/** How somebody wants it. Kept in the browser, and with the account as far as there is one. */

import type { Shelf } from '../core/index.js';
import type { Locale } from '../i18n/index.js';
import type { TypingSpeed } from './typing.js';

export interface Preferences {
  /** Null: that of the browser. */
  readonly locale: Locale | null;
  readonly theme: 'system' | 'light' | 'dark';
  readonly typing: TypingSpeed;
  readonly sendOnEnter: boolean;
  /** Who answers in new conversations, a name; null: the standard one. */
  readonly assistant: string | null;
}

export const STANDARD: Preferences = {
  locale: null,
  theme: 'system',
  typing: 'normal',
  sendOnEnter: true,
  assistant: null,
};

const KEY = 'parley.preferences';
const TYPING: readonly string[] = ['off', 'normal', 'fast'];
const THEMES: readonly string[] = ['system', 'light', 'dark'];
const LOCALES: readonly string[] = ['en', 'zh-TW', 'zh-CN'];

export class PreferenceStore {
  readonly #shelf: Shelf;
  readonly #listeners = new Set<(now: Preferences) => void>();
  #now: Preferences;

  constructor(shelf: Shelf) {
    this.#shelf = shelf;
    this.#now = read(shelf);
  }

  get now(): Preferences {
    return this.#now;
  }

  /** How fast replies are to be typed: not at all for those who do not want things to move. */
  get typing(): TypingSpeed {
    return matchMedia('(prefers-reduced-motion: reduce)').matches ? 'off' : this.#now.typing;
  }

  onChange(listener: (now: Preferences) => void): void {
    this.#listeners.add(listener);
  }

  set(change: Partial<Preferences>): void {
    this.#take({ ...this.#now, ...change });
    this.#shelf.setItem(KEY, JSON.stringify(this.#now));
  }

  /**
   * Another window has changed something.
   *
   * @param key what it was; null if it was everything
   */
  readAgain(key: string | null): void {
    if (key === null || key === KEY) {
      this.#take(read(this.#shelf));
    }
  }

  #take(next: Preferences): void {
    this.#now = next;
    this.#listeners.forEach(listener => listener(next));
  }
}

function read(shelf: Shelf): Preferences {
  try {
    return preferencesFrom(JSON.parse(shelf.getItem(KEY) ?? '{}'));
  } catch {
    return STANDARD; // damaged, or of another version
  }
}

/** What is not there or not known is as it is for everybody. */
export function preferencesFrom(kept: unknown): Preferences {
  const found = (typeof kept === 'object' && kept !== null ? kept : {}) as Record<string, unknown>;
  const among = <T>(value: unknown, known: readonly string[], otherwise: T): T =>
    typeof value === 'string' && known.includes(value) ? (value as T) : otherwise;
  return {
    locale: among(found['locale'], LOCALES, STANDARD.locale),
    theme: among(found['theme'], THEMES, STANDARD.theme),
    typing: among(found['typing'], TYPING, STANDARD.typing),
    sendOnEnter: typeof found['sendOnEnter'] === 'boolean' ? found['sendOnEnter'] : STANDARD.sendOnEnter,
    assistant: typeof found['assistant'] === 'string' ? found['assistant'] : STANDARD.assistant,
  };
}
