/** Who is calling, and how the server is told. */

import type { Tokens, User } from '../protocol/frames.js';
import type { Surroundings } from '../surroundings.js';

/** Keeps small texts; `Storage` of a browser is one. */
export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** Asks the server one thing, without saying who asks. Throws `Refused` or `Unreachable`. */
export type Ask = (path: string, body: object) => Promise<unknown>;

export interface Identity {
  /**
   * Makes sure that the server knows the caller, and says what to send along.
   *
   * @returns a bearer token; null if a cookie says it
   */
  token(ask: Ask): Promise<string | null>;

  /** The server does not take what `token` gave. Nothing is lost if it is told twice. */
  refused(token: string | null): void;
}

/** A visitor whom a cookie makes known: on pages of the server itself. */
export class CookieGuest implements Identity {
  #entered: Promise<unknown> | null = null;

  async token(ask: Ask): Promise<null> {
    this.#entered ??= ask('/api/auth/guest/', {}).catch((problem: unknown) => {
      this.#entered = null;
      throw problem;
    });
    await this.#entered;
    return null;
  }

  refused(): void {
    this.#entered = null;
  }
}

const GUEST = 'parley.guest';

/** A visitor who is known by a token, which is kept: on pages of other hosts. */
export class TokenGuest implements Identity {
  readonly #shelf: Shelf;
  #entering: Promise<string> | null = null;

  constructor(shelf: Shelf) {
    this.#shelf = shelf;
  }

  async token(ask: Ask): Promise<string> {
    const kept = this.#shelf.getItem(GUEST);
    if (kept !== null) {
      return kept;
    }
    this.#entering ??= this.#enter(ask).finally(() => {
      this.#entering = null;
    });
    return this.#entering;
  }

  refused(token: string | null): void {
    if (this.#shelf.getItem(GUEST) === token) {
      this.#shelf.removeItem(GUEST);
    }
  }

  async #enter(ask: Ask): Promise<string> {
    const { token } = (await ask('/api/auth/guest/', {})) as { token: string };
    this.#shelf.setItem(GUEST, token);
    return token;
  }
}

/** The login is over: somebody has to log in again. */
export class SignedOut extends Error {}

const ACCOUNT = 'parley.account';
const REFRESH_BEFORE_MS = 60_000;

interface Login {
  access: string;
  refresh: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

interface Kept {
  user: User | null;
  /** Null when the login has ended and its person has not come back. */
  login: Login | null;
}

const NOBODY: Kept = { user: null, login: null };

/**
 * Somebody with an account. Tokens are kept where all windows see them, and one window refreshes them: a refresh token
 * that comes a second time ends the login. Who it was is kept when the login ends, until somebody says `forget`.
 */
export class Account implements Identity {
  readonly #shelf: Shelf;
  readonly #around: Pick<Surroundings, 'date' | 'locks'>;
  readonly #onChange: () => void;
  #refreshing: Promise<string> | null = null;

  /** @param onChange called when this window has changed who is logged in, or what is known of them */
  constructor(shelf: Shelf, around: Pick<Surroundings, 'date' | 'locks'>, onChange: () => void = () => {}) {
    this.#shelf = shelf;
    this.#around = around;
    this.#onChange = onChange;
  }

  /** Whether somebody is logged in, as far as this browser knows. */
  get isKnown(): boolean {
    return this.#kept().login !== null;
  }

  /** Who is logged in, or was until the login ended; null if nobody, or if it was not told. */
  get user(): User | null {
    return this.#kept().user;
  }

  /** Tokens came of a login, a registration, or a changed password. */
  take(tokens: Tokens): void {
    const login: Login = {
      access: tokens.access_token,
      refresh: tokens.refresh_token,
      expiresAt: this.#now() + tokens.expires_in * 1_000,
    };
    this.#keep({ user: tokens.user ?? this.user, login });
  }

  /** They have changed what is known of them. */
  rename(user: User): void {
    const kept = this.#kept();
    if (kept.user?.user_id === user.user_id) {
      this.#keep({ ...kept, user });
    }
  }

  forget(): void {
    this.#shelf.removeItem(ACCOUNT);
    this.#onChange();
  }

  async token(ask: Ask): Promise<string> {
    const { login } = this.#kept();
    if (login === null) {
      throw new SignedOut('nobody is logged in');
    }
    if (login.expiresAt - REFRESH_BEFORE_MS > this.#now()) {
      return login.access;
    }
    this.#refreshing ??= this.#refresh(ask).finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  refused(token: string | null): void {
    const { user, login } = this.#kept();
    if (login !== null && login.access === token) {
      this.#keep({ user, login: { ...login, expiresAt: 0 } });
    }
  }

  async #refresh(ask: Ask): Promise<string> {
    const letGo = await this.#around.locks.hold('parley.refresh', new AbortController().signal);
    try {
      const { login } = this.#kept();
      if (login === null) {
        throw new SignedOut('the login was ended');
      }
      if (login.expiresAt - REFRESH_BEFORE_MS > this.#now()) {
        return login.access; // another window has done it
      }
      return await this.#exchange(login, ask);
    } finally {
      letGo();
    }
  }

  async #exchange(login: Login, ask: Ask): Promise<string> {
    try {
      const tokens = (await ask('/api/auth/refresh/', { refresh_token: login.refresh })) as Tokens;
      if (this.#isStill(login)) {
        this.take(tokens);
      }
      return tokens.access_token;
    } catch (problem) {
      if ((problem as { status?: number }).status !== 401) {
        throw problem;
      }
      // Another window may have logged in meanwhile, or changed the password, which ends all logins and begins one.
      const { user, login: now } = this.#kept();
      if (now?.refresh === login.refresh) {
        this.#keep({ user, login: null });
      } else if (now !== null && now.expiresAt - REFRESH_BEFORE_MS > this.#now()) {
        return now.access;
      }
      throw new SignedOut('the login has run out', { cause: problem });
    }
  }

  #isStill({ refresh }: Login): boolean {
    return this.#kept().login?.refresh === refresh;
  }

  #keep(kept: Kept): void {
    this.#shelf.setItem(ACCOUNT, JSON.stringify(kept));
    this.#onChange();
  }

  #kept(): Kept {
    const kept = this.#shelf.getItem(ACCOUNT);
    return kept === null ? NOBODY : { ...NOBODY, ...(JSON.parse(kept) as Partial<Kept>) };
  }

  #now(): number {
    return Date.parse(this.#around.date());
  }
}
