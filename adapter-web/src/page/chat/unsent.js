const NEW = 'new:';

/** The place of what is said before there is a session. */
export function newPlace(command) {
  return NEW + command;
}

/** The id of the command that will make the session of a place; null if there is a session. */
export function commandOf(place) {
  return place.startsWith(NEW) ? place.slice(NEW.length) : null;
}

/**
 * What was written and is not known to be stored by the server. Survives reloads and closed windows, and is shared by
 * all windows: each message is an entry of its own, so that no window overwrites what another one wrote.
 *
 * A place is the id of a session, or stands for one that will be made.
 */
export class Unsent {
  static #PREFIX = 'parley.unsent.';
  #storage;

  constructor(storage) {
    this.#storage = storage;
  }

  /** In the order in which they were written: `{clientId, text, at}`. */
  at(place) {
    return this.#all()
      .filter(entry => entry.place === place)
      .map(({ clientId, text, at }) => ({ clientId, text, at }));
  }

  places() {
    return [...new Set(this.#all().map(entry => entry.place))];
  }

  put(place, { clientId, text, at }) {
    const order = (this.#all().at(-1)?.order ?? 0) + 1;
    this.#write({ place, clientId, text, at, order });
  }

  remove(clientId) {
    this.#storage.removeItem(Unsent.#PREFIX + clientId);
  }

  /** The session of a place was made. */
  move(from, to) {
    this.#all()
      .filter(entry => entry.place === from)
      .forEach(entry => this.#write({ ...entry, place: to }));
  }

  #write(entry) {
    this.#storage.setItem(Unsent.#PREFIX + entry.clientId, JSON.stringify(entry));
  }

  #all() {
    return Object.keys(this.#storage)
      .filter(key => key.startsWith(Unsent.#PREFIX))
      .map(key => JSON.parse(this.#storage.getItem(key)))
      .sort((one, other) => one.order - other.order);
  }
}
