/** How one language says things: its words, and its numbers, times and days. */

import type { Words } from './en.js';

export type Locale = 'en' | 'zh-TW' | 'zh-CN' | 'qps-mirror';

/** The one that is always there. */
const STANDARD_ASSISTANT = 'default';
const WEEK = 7;
const DAY_MS = 24 * 60 * 60 * 1_000;

export class Language {
  readonly locale: Locale;
  readonly dir: 'ltr' | 'rtl';
  readonly words: Words;
  readonly #number: Intl.NumberFormat;
  readonly #clock: Intl.DateTimeFormat;
  readonly #full: Intl.DateTimeFormat;
  readonly #date: Intl.DateTimeFormat;
  readonly #dayOfYear: Intl.DateTimeFormat;
  readonly #dayOfAnyYear: Intl.DateTimeFormat;
  readonly #briefDay: Intl.DateTimeFormat;
  readonly #briefDayOfAnyYear: Intl.DateTimeFormat;
  readonly #relative: Intl.RelativeTimeFormat;
  readonly #ahead: Intl.RelativeTimeFormat;

  /** @param region how numbers and times are written, where the browser knows it better than the language does */
  constructor(locale: Locale, dir: 'ltr' | 'rtl', words: Words, region: string) {
    this.locale = locale;
    this.dir = dir;
    this.words = words;
    this.#number = new Intl.NumberFormat(region);
    this.#clock = new Intl.DateTimeFormat(region, { hour: '2-digit', minute: '2-digit' });
    this.#full = new Intl.DateTimeFormat(region, { dateStyle: 'full', timeStyle: 'short' });
    this.#date = new Intl.DateTimeFormat(region, { dateStyle: 'medium', timeStyle: 'short' });
    this.#dayOfYear = new Intl.DateTimeFormat(region, { weekday: 'short', day: 'numeric', month: 'long' });
    this.#dayOfAnyYear = new Intl.DateTimeFormat(region, { day: 'numeric', month: 'long', year: 'numeric' });
    this.#briefDay = new Intl.DateTimeFormat(region, { day: 'numeric', month: 'short' });
    this.#briefDayOfAnyYear = new Intl.DateTimeFormat(region, { day: 'numeric', month: 'short', year: 'numeric' });
    this.#relative = new Intl.RelativeTimeFormat(region, { numeric: 'auto' });
    this.#ahead = new Intl.RelativeTimeFormat(region);
  }

  /** A sentence for an error code. */
  sentenceFor(code: string | null | undefined): string {
    return this.words.errors[code ?? ''] ?? this.words.unknownError;
  }

  /** What an assistant goes by among people. */
  assistantName(name: string): string {
    return name === STANDARD_ASSISTANT
      ? this.words.assistants.standard
      : capital(name.replace(/[._-]+/g, ' ').trim() || name);
  }

  number(value: number): string {
    return this.#number.format(value);
  }

  /** @param at RFC 3339, as everywhere below */
  timeOfDay(at: string): string {
    return this.#clock.format(new Date(at));
  }

  fullTime(at: string): string {
    return this.#full.format(new Date(at));
  }

  shortTime(at: string): string {
    return this.#date.format(new Date(at));
  }

  /** Today and yesterday by name, other days by date. */
  dayName(at: string, now = new Date()): string {
    const date = new Date(at);
    const days = daysBetween(date, now);
    if (days === 0 || days === 1) {
      return capital(this.#relative.format(-days, 'day'));
    }
    return (date.getFullYear() === now.getFullYear() ? this.#dayOfYear : this.#dayOfAnyYear).format(date);
  }

  /** How long ago something was: “2 minutes ago”, “yesterday”. */
  timeAgo(at: string, now = new Date()): string {
    const minutes = Math.floor((now.getTime() - Date.parse(at)) / 60_000);
    if (minutes < 1) {
      return this.words.justNow;
    }
    if (minutes < 60) {
      return this.#relative.format(-minutes, 'minute');
    }
    return minutes < 24 * 60
      ? this.#relative.format(-Math.floor(minutes / 60), 'hour')
      : this.#relative.format(-Math.max(1, daysBetween(new Date(at), now)), 'day');
  }

  /** When something was, for lists: how long ago while that says something, else the day. */
  briefTime(at: string, now = new Date()): string {
    const date = new Date(at);
    if (daysBetween(date, now) < WEEK) {
      return this.timeAgo(at, now);
    }
    return (date.getFullYear() === now.getFullYear() ? this.#briefDay : this.#briefDayOfAnyYear).format(date);
  }

  /** When a wait is over: “in 40 seconds”, “in 3 minutes”. Never too early. */
  timeAhead(ms: number): string {
    const seconds = Math.max(1, Math.ceil(ms / 1_000));
    if (seconds < 100) {
      return this.#ahead.format(seconds, 'second');
    }
    const minutes = Math.ceil(seconds / 60);
    return minutes < 100 ? this.#ahead.format(minutes, 'minute') : this.#ahead.format(Math.ceil(minutes / 60), 'hour');
  }
}

/** Under which heading of a list something is. */
export function groupOf(at: string, now = new Date()): 'today' | 'yesterday' | 'week' | 'older' {
  const days = daysBetween(new Date(at), now);
  if (days <= 1) {
    return days <= 0 ? 'today' : 'yesterday';
  }
  return days < WEEK ? 'week' : 'older';
}

function daysBetween(date: Date, now: Date): number {
  const midnight = (each: Date) => Date.UTC(each.getFullYear(), each.getMonth(), each.getDate());
  return Math.round((midnight(now) - midnight(date)) / DAY_MS);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
