const NAME = 'parley.name.';
const LONGEST_NAME = 100;

/**
 * The visitor's conversations, as lists show them. Changes show at once and are taken back if the server refuses.
 *
 * A conversation without a title goes by what was said first, which the server's lists do not tell: it is kept here.
 */
export class Sessions {
  /** Null until they are known. */
  list = null;
  isArchive = false;
  hasMore = false;
  #api;
  #names;
  #onChange;
  #after = null;
  #refreshing = null;
  #isStale = false;
  #changes = 0;
  #commands = 0;

  /** @param {Storage} names where names are kept */
  constructor(api, names, onChange) {
    this.#api = api;
    this.#names = names;
    this.#onChange = onChange;
  }

  /** What a conversation is called in a list; null if it has no name yet. */
  nameOf(session) {
    return session.title || this.#names.getItem(NAME + session.session_id) || session.last_message_preview || null;
  }

  /** The same for a session of which only the id is known. */
  knownName(id) {
    return this.nameOf(this.list?.find(each => each.session_id === id) ?? { session_id: id });
  }

  /** What was said first in a conversation. */
  nameBy(session, text) {
    const name = text.trim().slice(0, LONGEST_NAME);
    if (this.#names.getItem(NAME + session) !== name) {
      this.#names.setItem(NAME + session, name);
      this.#onChange();
    }
  }

  /** Reads the newest page again; while that runs, once more at most. */
  refresh() {
    this.#isStale = true;
    this.#refreshing ??= this.#readUntilFresh().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  showArchive(isArchive) {
    this.isArchive = isArchive;
    this.list = null;
    this.#changes++;
    this.#onChange();
    return this.refresh();
  }

  async more() {
    const changes = this.#changes;
    const page = await this.#api.sessions(!this.isArchive, this.#after);
    if (changes !== this.#changes) {
      return;
    }
    const known = new Set(this.list.map(each => each.session_id));
    this.#show([...this.list, ...page.sessions.filter(each => !known.has(each.session_id))], page);
  }

  rename(session, title) {
    return this.#change(
      list => list.map(each => (each.session_id === session ? { ...each, title } : each)),
      () => this.#api.changeSession(session, { title }),
    );
  }

  /** Moves it between the list and the archive. */
  setArchived(session, isArchived) {
    return this.#change(without(session), () => this.#api.changeSession(session, { is_active: !isArchived }));
  }

  remove(session) {
    return this.#change(without(session), () => this.#api.deleteSession(session));
  }

  async restore(session) {
    await this.#api.restoreSession(session);
    await this.refresh();
  }

  async #change(apply, command) {
    const before = this.list;
    this.list = before && apply(before);
    this.#commands++;
    this.#changes++;
    this.#onChange();
    try {
      await command();
    } catch (problem) {
      this.list = before;
      this.#onChange();
      throw problem;
    } finally {
      this.#commands--;
    }
    await this.refresh();
  }

  async #readUntilFresh() {
    while (this.#isStale) {
      this.#isStale = false;
      await this.#read();
    }
  }

  // What was read while something changed may be from before the change; a read follows the change.
  async #read() {
    const changes = this.#changes;
    const page = await this.#api.sessions(!this.isArchive, null);
    if (changes === this.#changes && this.#commands === 0) {
      this.#show(page.sessions, page);
    }
  }

  #show(list, page) {
    this.list = list;
    this.hasMore = page.has_more;
    this.#after = page.after;
    this.#onChange();
  }
}

function without(session) {
  return list => list.filter(each => each.session_id !== session);
}
