/** Who is in front of the page, the same in all windows; and who the server is told to be talking to. */

import type { Ask, Identity, Shelf, Surroundings, Tokens, User } from '../../core/index.js';
import { Account, CookieGuest, Refused, SignedOut } from '../../core/index.js';

export type Person =
  | { readonly kind: 'guest'; readonly user: null }
  | { readonly kind: 'account'; readonly user: User }
  /** The login has ended, and nobody has said that they will not come back. */
  | { readonly kind: 'signed out'; readonly user: User };

/** Something has changed. What belongs to `before.owner` is not for `now.owner`, if they differ. */
export interface Change {
  readonly before: Seen;
  readonly now: Seen;
}

export interface Seen {
  readonly person: Person;
  /** Whose is what is written now: an account's id, or a name for a guest, who is another after each logout. */
  readonly owner: string;
  readonly door: Door;
}

/** How somebody may come in, as far as the server has said: it says so when somebody tries. */
export interface Door {
  readonly guests: boolean;
  readonly logins: boolean;
  readonly registration: boolean;
}

/** What a guest had becomes the property of whoever they turned out to be. */
export interface Legacy {
  readonly from: string;
  readonly to: string;
}

const GUEST = 'parley.visitor';
const LEGACY = 'parley.brought';
const FORBIDDEN = 403;

export class People {
  readonly #shelf: Shelf;
  readonly #newId: () => string;
  readonly #account: Account;
  readonly #listeners = new Set<(change: Change) => void>();
  #door: Door = { guests: true, logins: true, registration: true };
  #seen: Seen;

  constructor(shelf: Shelf, around: Pick<Surroundings, 'date' | 'locks' | 'newId'>) {
    this.#shelf = shelf;
    this.#newId = () => around.newId();
    this.#account = new Account(shelf, around, () => this.look());
    this.#seen = this.#read();
  }

  get person(): Person {
    return this.#read().person;
  }

  get owner(): string {
    return this.#read().owner;
  }

  get door(): Door {
    return this.#door;
  }

  /** What a guest left to the person who is here now; null if there was none. */
  get legacy(): Legacy | null {
    const kept = this.#shelf.getItem(LEGACY);
    const legacy = kept === null ? null : (JSON.parse(kept) as Legacy);
    return legacy?.to === this.owner ? legacy : null;
  }

  onChange(listener: (change: Change) => void): void {
    this.#listeners.add(listener);
  }

  /** Looks whether something has changed: another window may have done it. */
  look(): void {
    const before = this.#seen;
    const now = this.#read();
    if (JSON.stringify(now) !== JSON.stringify(before)) {
      this.#seen = now;
      this.#listeners.forEach(listener => listener({ before, now }));
    }
  }

  /** Somebody has logged in. A guest who does takes along what is theirs, as the server lets them. */
  cameIn(tokens: Tokens): void {
    const { person, owner } = this.#read();
    if (person.kind === 'guest' && tokens.user) {
      this.#shelf.setItem(LEGACY, JSON.stringify({ from: owner, to: tokens.user.user_id } satisfies Legacy));
    }
    this.#account.take(tokens);
  }

  /** The tokens of the same person are others now. */
  renewed(tokens: Tokens): void {
    this.#account.take(tokens);
  }

  renamed(user: User): void {
    this.#account.rename(user);
  }

  /** They go, and will not be missed: whoever writes next is a guest whom nobody has seen. */
  left(): void {
    this.#shelf.setItem(GUEST, this.#newId());
    this.#account.forget();
  }

  /**
   * Says to the server that it is the one who is here now; and that they are signed out as soon as somebody else is. So
   * nothing that was begun by one is ever ended by another.
   */
  identity(): Identity {
    return new OneAlone(this, this.#account, this.#read());
  }

  /** The server has said how somebody may come in. */
  learned(change: Partial<Door>): void {
    this.#door = { ...this.#door, ...change };
    this.look();
  }

  #read(): Seen {
    const { user, isKnown } = this.#account;
    const door = this.#door;
    if (user === null) {
      return { person: { kind: 'guest', user }, owner: this.#shelf.getItem(GUEST) ?? '', door };
    }
    return { person: { kind: isKnown ? 'account' : 'signed out', user }, owner: user.user_id, door };
  }
}

class OneAlone implements Identity {
  readonly #people: People;
  readonly #account: Account;
  readonly #guest: CookieGuest | null;
  readonly #owner: string;

  constructor(people: People, account: Account, { person, owner }: Seen) {
    this.#people = people;
    this.#account = account;
    this.#guest = person.kind === 'guest' ? new CookieGuest() : null;
    this.#owner = owner;
  }

  async token(ask: Ask): Promise<string | null> {
    this.#check();
    const token = await (this.#guest ? this.#enter(this.#guest, ask) : this.#account.token(ask));
    this.#check();
    return token;
  }

  refused(token: string | null): void {
    if (this.#guest) {
      this.#guest.refused();
    } else {
      this.#account.refused(token);
    }
  }

  async #enter(guest: CookieGuest, ask: Ask): Promise<null> {
    try {
      return await guest.token(ask);
    } catch (problem) {
      if (problem instanceof Refused && problem.status === FORBIDDEN) {
        this.#people.learned({ guests: false });
        throw new SignedOut('nobody is let in without an account', { cause: problem });
      }
      throw problem;
    }
  }

  #check(): void {
    if (this.#people.owner !== this.#owner) {
      this.#people.look();
      throw new SignedOut('somebody else is here now');
    }
  }
}
