/**
 * What is kept in the browser and belongs to somebody: unsent messages and texts in the making. Each sees their own,
 * and nothing is sent for one that another has written.
 */

import type { Outbox, Shelf, Written } from '../../core/index.js';
import { keysOf } from '../../core/index.js';

/** No place has one in its name. The first guest's things have no name before them. */
const OWNED = '/';

const prefixOf = (owner: string): string => (owner === '' ? '' : encodeURIComponent(owner) + OWNED);

/** The outbox as one person sees it. */
export class OwnOutbox implements Outbox {
  readonly #all: Outbox;
  readonly #prefix: string;

  constructor(all: Outbox, owner: string) {
    this.#all = all;
    this.#prefix = prefixOf(owner);
  }

  at(place: string): Promise<Written[]> {
    return this.#all.at(this.#prefix + place);
  }

  async places(): Promise<string[]> {
    const isOwn = (place: string) => (this.#prefix === '' ? !place.includes(OWNED) : place.startsWith(this.#prefix));
    return (await this.#all.places()).filter(isOwn).map(place => place.slice(this.#prefix.length));
  }

  has(clientId: string): Promise<boolean> {
    return this.#all.has(clientId);
  }

  put(place: string, message: Written): Promise<void> {
    return this.#all.put(this.#prefix + place, message);
  }

  remove(clientId: string): Promise<void> {
    return this.#all.remove(clientId);
  }

  move(from: string, to: string): Promise<void> {
    return this.#all.move(this.#prefix + from, this.#prefix + to);
  }
}

/** How many messages somebody has written that are not sent. */
export async function countUnsent(all: Outbox, owner: string): Promise<number> {
  const own = new OwnOutbox(all, owner);
  const messages = await Promise.all((await own.places()).map(place => own.at(place)));
  return messages.flat().length;
}

/** Hands over what is unsent. Harmless when it is done again. */
export async function handOverUnsent(all: Outbox, from: string, to: string): Promise<void> {
  for (const place of await new OwnOutbox(all, from).places()) {
    await all.move(prefixOf(from) + place, prefixOf(to) + place);
  }
}

export async function forgetUnsent(all: Outbox, owner: string): Promise<void> {
  const own = new OwnOutbox(all, owner);
  for (const place of await own.places()) {
    await Promise.all((await own.at(place)).map(message => own.remove(message.clientId)));
  }
}

const COMMAND = 'parley.command';
const TEXT = 'parley.text.';
const NAME = 'parley.name.';

/** A shelf as one person sees it. */
export class OwnShelf implements Shelf {
  readonly #all: Shelf;
  readonly #prefix: string;

  constructor(all: Shelf, owner: string) {
    this.#all = all;
    this.#prefix = prefixOf(owner);
  }

  getItem(key: string): string | null {
    return this.#all.getItem(this.#prefix + key);
  }

  setItem(key: string, value: string): void {
    this.#all.setItem(this.#prefix + key, value);
  }

  removeItem(key: string): void {
    this.#all.removeItem(this.#prefix + key);
  }
}

/** A shelf on which nothing is put any more when a time is over: by a page that has not been told, say. */
export class ShelfWhile implements Shelf {
  readonly #all: Shelf;
  readonly #isTime: () => boolean;

  constructor(all: Shelf, isTime: () => boolean) {
    this.#all = all;
    this.#isTime = isTime;
  }

  getItem(key: string): string | null {
    return this.#all.getItem(key);
  }

  setItem(key: string, value: string): void {
    if (this.#isTime()) {
      this.#all.setItem(key, value);
    }
  }

  removeItem(key: string): void {
    this.#all.removeItem(key);
  }
}

/**
 * Hands over texts that are being written in this window. The conversation that is about to begin is the one that was
 * on the page, if something is written there.
 */
export function handOverTexts(all: Shelf, from: string, to: string): void {
  const [giver, taker] = [new OwnShelf(all, from), new OwnShelf(all, to)];
  const command = giver.getItem(COMMAND);
  if (command !== null && (taker.getItem(COMMAND) === null || giver.getItem(`${TEXT}new:${command}`) !== null)) {
    taker.setItem(COMMAND, command);
  }
  giver.removeItem(COMMAND);
  for (const key of keysOf(all).filter(each => each.startsWith(prefixOf(from) + TEXT))) {
    const own = key.slice(prefixOf(from).length);
    const text = giver.getItem(own) ?? '';
    taker.setItem(own, text);
    giver.removeItem(own);
  }
}

/** Texts of somebody who leaves for good. */
export function forgetTexts(all: Shelf, owner: string): void {
  const own = new OwnShelf(all, owner);
  own.removeItem(COMMAND);
  keysOf(all)
    .filter(key => key.startsWith(prefixOf(owner) + TEXT))
    .forEach(key => all.removeItem(key));
}

/** What conversations are called, which says what was said in them. */
export function forgetNames(shared: Shelf): void {
  keysOf(shared)
    .filter(key => key.startsWith(NAME))
    .forEach(key => shared.removeItem(key));
}
