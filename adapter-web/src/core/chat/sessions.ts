import type { Api } from '../net/api.js';
import type { Shelf } from '../net/identity.js';
import type { SessionList, WireSession } from '../protocol/frames.js';

const NAME = 'parley.name.';
const LONGEST_NAME = 100;
const MOST_PAGES = 25;

/**
 * The visitor's conversations, as lists show them. Changes show at once and are taken back if the server refuses.
 *
 * A conversation without a title goes by what was said first, which the server's lists do not tell: it is kept here.
 */
export class Sessions {
  #list: WireSession[] | null = null;
  #isArchive = false;
  #hasMore = false;
  readonly #api: Api;
  readonly #names: Shelf;
  readonly #onChange: () => void;
  #after: string | null = null;
  #refreshing: Promise<void> | null = null;
  #isStale = false;
  #changes = 0;
  #commands = 0;

  /** @param names where names are kept */
  constructor(api: Api, names: Shelf, onChange: () => void) {
    this.#api = api;
    this.#names = names;
    this.#onChange = onChange;
  }

  /** Null until they are known. */
  get list(): readonly WireSession[] | null {
    return this.#list;
  }

  get isArchive(): boolean {
    return this.#isArchive;
  }

  get hasMore(): boolean {
    return this.#hasMore;
  }

  /** What a conversation is called in a list; null if it has no name yet. */
  nameOf(session: WireSession): string | null {
    return session.title || this.#names.getItem(NAME + session.session_id) || session.last_message_preview || null;
  }

  /** The same for a session of which only the id is known. */
  knownName(id: string): string | null {
    return this.nameOf(this.#list?.find(each => each.session_id === id) ?? { session_id: id });
  }

  /** What was said first in a conversation. */
  nameBy(session: string, text: string): void {
    const name = text.trim().slice(0, LONGEST_NAME);
    if (this.#names.getItem(NAME + session) !== name) {
      this.#names.setItem(NAME + session, name);
      this.#onChange();
    }
  }

  /** Reads the newest page again; while that runs, once more at most. */
  refresh(): Promise<void> {
    this.#isStale = true;
    this.#refreshing ??= this.#readUntilFresh().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  showArchive(isArchive: boolean): Promise<void> {
    this.#isArchive = isArchive;
    this.#list = null;
    this.#changes++;
    this.#onChange();
    return this.refresh();
  }

  async more(): Promise<void> {
    const changes = this.#changes;
    const page = await this.#api.sessions(!this.#isArchive, this.#after);
    if (changes !== this.#changes) {
      return;
    }
    const list = this.#list ?? [];
    const known = new Set(list.map(each => each.session_id));
    this.#show([...list, ...page.sessions.filter(each => !known.has(each.session_id))], page);
  }

  /** Reads what is missing, as far as that is sensible. */
  async all(): Promise<void> {
    for (let pages = 0; this.#hasMore && pages < MOST_PAGES; pages++) {
      await this.more();
    }
  }

  rename(session: string, title: string): Promise<void> {
    return this.#change(
      list => list.map(each => (each.session_id === session ? { ...each, title } : each)),
      () => this.#api.changeSession(session, { title }),
    );
  }

  /** Moves it between the list and the archive. */
  setArchived(session: string, isArchived: boolean): Promise<void> {
    return this.#change(without(session), () => this.#api.changeSession(session, { is_active: !isArchived }));
  }

  remove(session: string): Promise<void> {
    return this.#change(without(session), () => this.#api.deleteSession(session));
  }

  /** Somebody was told how a session is now: here, in another window, or on another device. */
  take(session: WireSession): void {
    if (this.#list === null) {
      return;
    }
    const known = this.#list.find(each => each.session_id === session.session_id);
    if (known && (known.updated_at ?? '') > (session.updated_at ?? '')) {
      return;
    }
    const others = without(session.session_id)(this.#list);
    const isHere = (session.is_active ?? true) !== this.#isArchive;
    this.#changes++;
    this.#list = isHere ? [...others, session].sort(byActivity) : others;
    this.#onChange();
  }

  /** It was deleted, or is somebody else's now. */
  drop(session: string): void {
    if (this.#list?.some(each => each.session_id === session)) {
      this.#changes++;
      this.#list = without(session)(this.#list);
      this.#onChange();
    }
  }

  async restore(session: string): Promise<void> {
    await this.#api.restoreSession(session);
    await this.refresh();
  }

  async #change(apply: (list: WireSession[]) => WireSession[], command: () => Promise<unknown>): Promise<void> {
    const before = this.#list;
    this.#list = before && apply(before);
    this.#commands++;
    this.#changes++;
    this.#onChange();
    try {
      await command();
    } catch (problem) {
      this.#list = before;
      this.#onChange();
      throw problem;
    } finally {
      this.#commands--;
    }
    await this.refresh();
  }

  async #readUntilFresh(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      await this.#read();
    }
  }

  // What was read while something changed may be from before the change; a read follows the change.
  async #read(): Promise<void> {
    const changes = this.#changes;
    const page = await this.#api.sessions(!this.#isArchive, null);
    if (changes === this.#changes && this.#commands === 0) {
      this.#show(page.sessions, page);
    }
  }

  #show(list: WireSession[], page: SessionList): void {
    this.#list = list;
    this.#hasMore = page.has_more;
    this.#after = page.after;
    this.#onChange();
  }
}

function without(session: string) {
  return (list: WireSession[]): WireSession[] => list.filter(each => each.session_id !== session);
}

/** The one that was used last comes first. */
function byActivity(one: WireSession, other: WireSession): number {
  return (other.updated_at ?? '').localeCompare(one.updated_at ?? '');
}
