/**
 * What was written and is not known to be stored by the server. It survives reloads and closed windows, and all windows
 * share it.
 *
 * A place is the id of a session, or stands for one that will be made.
 */

import type { Written } from '../protocol/messages.js';

/**
 * Keeps what is unsent.
 *
 * 1. What was put is there until it is removed, for every window, under its place.
 * 2. What is at a place comes in the order in which it was put.
 * 3. Putting a client id again changes nothing but what is put; removing what is not there changes nothing.
 * 4. Moving a place takes all its messages along, and changes no order.
 * 5. Nothing is kept anywhere before something is put.
 */
export interface Outbox {
  at(place: string): Promise<Written[]>;
  places(): Promise<string[]>;
  has(clientId: string): Promise<boolean>;
  put(place: string, message: Written): Promise<void>;
  remove(clientId: string): Promise<void>;
  move(from: string, to: string): Promise<void>;
}

const NEW = 'new:';

/** The place of what is said before there is a session. */
export function newPlace(command: string): string {
  return NEW + command;
}

/** The id of the command that will make the session of a place; null if there is a session. */
export function commandOf(place: string): string | null {
  return place.startsWith(NEW) ? place.slice(NEW.length) : null;
}

interface Kept extends Written {
  place: string;
  order: number;
}

const written = ({ clientId, text, at }: Kept): Written => ({ clientId, text, at });

/** Lives as long as the window. */
export class OutboxInMemory implements Outbox {
  #kept: Kept[] = [];
  #order = 0;

  at(place: string): Promise<Written[]> {
    return Promise.resolve(this.#kept.filter(each => each.place === place).map(written));
  }

  places(): Promise<string[]> {
    return Promise.resolve([...new Set(this.#kept.map(each => each.place))]);
  }

  has(clientId: string): Promise<boolean> {
    return Promise.resolve(this.#kept.some(each => each.clientId === clientId));
  }

  put(place: string, message: Written): Promise<void> {
    const known = this.#kept.find(each => each.clientId === message.clientId);
    const entry = { ...message, place, order: known?.order ?? ++this.#order };
    this.#kept = known ? this.#kept.map(each => (each === known ? entry : each)) : [...this.#kept, entry];
    return Promise.resolve();
  }

  remove(clientId: string): Promise<void> {
    this.#kept = this.#kept.filter(each => each.clientId !== clientId);
    return Promise.resolve();
  }

  move(from: string, to: string): Promise<void> {
    this.#kept = this.#kept.map(each => (each.place === from ? { ...each, place: to } : each));
    return Promise.resolve();
  }
}

const DATABASE = 'parley';
const STORE = 'unsent';

/** Lives in the browser. */
export class OutboxInBrowser implements Outbox {
  readonly #factory: IDBFactory;
  readonly #name: string;
  #opening: Promise<IDBDatabase | null> | null = null;

  /**
   * @param factory `indexedDB` of a browser
   * @param name of the database: those who talk with another server have another
   */
  constructor(factory: IDBFactory, name = DATABASE) {
    this.#factory = factory;
    this.#name = name;
  }

  async at(place: string): Promise<Written[]> {
    return (await this.#all()).filter(each => each.place === place).map(written);
  }

  async places(): Promise<string[]> {
    return [...new Set((await this.#all()).map(each => each.place))];
  }

  async has(clientId: string): Promise<boolean> {
    return (await this.#all()).some(each => each.clientId === clientId);
  }

  async put(place: string, message: Written): Promise<void> {
    await this.#change(store => {
      eachOf(store, all => {
        const known = all.find(each => each.clientId === message.clientId);
        const order = known?.order ?? Math.max(0, ...all.map(each => each.order)) + 1;
        store.put({ ...written({ ...message, place, order }), place, order });
      });
    }, true);
  }

  async remove(clientId: string): Promise<void> {
    await this.#change(store => store.delete(clientId), false);
  }

  async move(from: string, to: string): Promise<void> {
    await this.#change(store => {
      eachOf(store, all => {
        all.filter(each => each.place === from).forEach(each => store.put({ ...each, place: to }));
      });
    }, false);
  }

  async #all(): Promise<Kept[]> {
    const database = await this.#open(false);
    if (!database) {
      return [];
    }
    const all = await resultOf<Kept[]>(database.transaction(STORE).objectStore(STORE).getAll());
    return all.sort((one, other) => one.order - other.order);
  }

  /** Everything in one transaction, so that no window comes between. */
  async #change(act: (store: IDBObjectStore) => void, isPut: boolean): Promise<void> {
    const database = await this.#open(isPut);
    if (!database) {
      return;
    }
    const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' });
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(errorOf(transaction.error));
    });
    act(transaction.objectStore(STORE));
    await done;
  }

  /** Null if there is nothing yet, and nothing has to be made. */
  async #open(mayMake: boolean): Promise<IDBDatabase | null> {
    if (this.#opening) {
      const known = await this.#opening;
      if (known || !mayMake) {
        return known;
      }
    }
    const opening = this.#request(mayMake);
    this.#opening = opening;
    try {
      const opened = await opening;
      if (!opened && this.#opening === opening) {
        this.#opening = null; // another window may make it
      }
      return opened;
    } catch (problem) {
      this.#opening = null;
      throw problem;
    }
  }

  #request(mayMake: boolean): Promise<IDBDatabase | null> {
    return new Promise((resolve, reject) => {
      const request = this.#factory.open(this.#name, 1);
      let isLeft = false;
      request.onupgradeneeded = () => {
        if (mayMake) {
          request.result.createObjectStore(STORE, { keyPath: 'clientId' });
        } else {
          isLeft = true;
          request.transaction?.abort(); // so that it was never made
        }
      };
      request.onsuccess = () => {
        const database = request.result;
        database.onversionchange = () => {
          database.close();
          this.#opening = null;
        };
        database.onclose = () => {
          this.#opening = null;
        };
        resolve(database);
      };
      request.onerror = event => {
        event.preventDefault();
        if (isLeft) {
          resolve(null);
        } else {
          reject(errorOf(request.error));
        }
      };
    });
  }
}

/** Lives in the browser as far as that lends something, and as long as the window otherwise. */
export class OutboxAtBest implements Outbox {
  readonly #browser: Outbox | null;
  readonly #memory = new OutboxInMemory();

  constructor(factory: IDBFactory | undefined, name?: string) {
    this.#browser = factory ? new OutboxInBrowser(factory, name) : null;
  }

  async at(place: string): Promise<Written[]> {
    const [kept, here] = await Promise.all([this.#tried(box => box.at(place), []), this.#memory.at(place)]);
    return [...kept, ...here];
  }

  async places(): Promise<string[]> {
    const [kept, here] = await Promise.all([this.#tried(box => box.places(), []), this.#memory.places()]);
    return [...new Set([...kept, ...here])];
  }

  async has(clientId: string): Promise<boolean> {
    return (await this.#memory.has(clientId)) || this.#tried(box => box.has(clientId), false);
  }

  async put(place: string, message: Written): Promise<void> {
    const isKept = await this.#tried(box => box.put(place, message).then(() => true), false);
    if (!isKept) {
      await this.#memory.put(place, message);
    }
  }

  async remove(clientId: string): Promise<void> {
    await this.#memory.remove(clientId);
    await this.#tried(box => box.remove(clientId), undefined);
  }

  async move(from: string, to: string): Promise<void> {
    await this.#memory.move(from, to);
    await this.#tried(box => box.move(from, to), undefined);
  }

  // Forbidden or full: this window works, and forgets when it is closed.
  async #tried<T>(act: (box: Outbox) => Promise<T>, otherwise: T): Promise<T> {
    try {
      return this.#browser ? await act(this.#browser) : otherwise;
    } catch {
      return otherwise;
    }
  }
}

function eachOf(store: IDBObjectStore, act: (all: Kept[]) => void): void {
  const request = store.getAll() as IDBRequest<Kept[]>;
  request.onsuccess = () => act(request.result);
}

function resultOf<T>(request: IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T);
    request.onerror = () => reject(errorOf(request.error));
  });
}

function errorOf(cause: DOMException | null): Error {
  return new Error('the browser could not keep what was written', { cause });
}
