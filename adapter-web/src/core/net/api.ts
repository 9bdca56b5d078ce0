/** The REST API, as far as clients need it. */

import type {
  Assistant,
  Device,
  HistoryPage,
  MadeSession,
  Problem,
  SearchAnswer,
  SessionList,
  SessionPage,
  Ticket,
  Tokens,
  User,
  WireMessage,
  WirePreferences,
  WireSession,
} from '../protocol/frames.js';
import type { Surroundings } from '../surroundings.js';
import type { Identity } from './identity.js';

const LONGEST_ANSWER_MS = 20_000;
const PAGE = 50;
const LARGEST_PAGE = 100;

/** The server answered that it can't or won't. */
export class Refused extends Error {
  readonly status: number;
  /** Null if no code says it. */
  readonly code: string | null;
  /** The field of the request it is about; null if it is about none. */
  readonly field: string | null;
  readonly retryAfterMs: number | null;

  constructor(status: number, problem: Problem, retryAfterMs: number | null) {
    super(problem.detail ?? `the server answered ${status}`);
    this.status = status;
    this.code = problem.error_code ?? null;
    this.field = problem.field ?? null;
    this.retryAfterMs = retryAfterMs;
  }
}

/** No answer came. */
export class Unreachable extends Error {}

export interface ApiOptions {
  /** Where the server is, without a slash at the end; empty for the page's own. */
  base: string;
  identity: Identity;
  around: Pick<Surroundings, 'fetch' | 'after'>;
  /** Names the tenant, where several share the server and its host does not say whose it is. Public. */
  widgetKey?: string | null;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export class Api {
  readonly #given: ApiOptions;

  constructor(given: ApiOptions) {
    this.#given = given;
  }

  /** Where a socket is opened; the scheme is that of the page or the server, for sockets. */
  socketAddress(path: string, page: string): string {
    const { base, widgetKey } = this.#given;
    const address = new URL(base + path, page);
    if (widgetKey) {
      address.searchParams.set('widget_key', widgetKey);
    }
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    return address.href;
  }

  async assistants(): Promise<Assistant[]> {
    return (await this.#ask<{ assistants: Assistant[] }>('GET', '/api/chat/assistants/')).assistants;
  }

  sessions(isActive: boolean, after: string | null): Promise<SessionList> {
    const query = new URLSearchParams({ is_active: String(isActive), limit: '40', ...(after !== null && { after }) });
    return this.#ask('GET', `/api/chat/sessions/?${query}`);
  }

  /**
   * Makes a session. The same command id again gives the same session.
   *
   * @param context what the model should know of where this is said, a text or JSON
   */
  createSession(commandId: string, more: { assistant?: string; context?: unknown } = {}): Promise<MadeSession> {
    return this.#ask('POST', '/api/chat/session/create/', { client_command_id: commandId, ...more });
  }

  session(session: string): Promise<WireSession & { last_seq: number }> {
    return this.#ask('GET', `/api/chat/session/${session}/`);
  }

  sessionWithMessages(session: string): Promise<SessionPage> {
    return this.#ask('GET', `/api/chat/session/${session}/?include=messages&limit=${PAGE}`);
  }

  changeSession(session: string, change: { title?: string; is_active?: boolean }): Promise<WireSession> {
    return this.#ask('PUT', `/api/chat/session/${session}/`, change);
  }

  deleteSession(session: string): Promise<void> {
    return this.#ask('DELETE', `/api/chat/session/${session}/`);
  }

  restoreSession(session: string): Promise<WireSession> {
    return this.#ask('POST', `/api/chat/session/${session}/restore/`, {});
  }

  /** @param isLarge whether much has to be read */
  olderMessages(session: string, before: number, isLarge = false): Promise<HistoryPage> {
    const limit = isLarge ? LARGEST_PAGE : PAGE;
    return this.#ask('GET', `/api/chat/session/${session}/history/?before=${before}&limit=${limit}`);
  }

  /**
   * Looks through all of the caller's messages.
   *
   * @param words words and "phrases"
   * @param after what the page before gave; null for the first
   */
  search(words: string, after: string | null): Promise<SearchAnswer> {
    const query = new URLSearchParams({ q: words, limit: '20', ...(after !== null && { after }) });
    return this.#ask('GET', `/api/chat/search/?${query}`);
  }

  /** One message; null if there is none at that position. */
  async messageAt(session: string, position: number): Promise<WireMessage | null> {
    const query = position > 1 ? `after=${position - 1}&limit=1` : 'before=2&limit=1';
    const page = await this.#ask<HistoryPage>('GET', `/api/chat/session/${session}/history/?${query}`);
    return page.messages.find(message => message.position === position) ?? null;
  }

  /** The same client id again gives the same message. */
  send(session: string, { clientId, text }: { clientId: string; text: string }): Promise<unknown> {
    const body = { session_id: session, client_message_id: clientId, content: text };
    return this.#ask('POST', '/api/chat/messages/', body);
  }

  /** The same, and the reply as it comes: an answer whose body is an event stream, unless something between forbids it. */
  converse(
    session: string,
    { clientId, text }: { clientId: string; text: string },
    signal: AbortSignal,
  ): Promise<Response> {
    const body = { session_id: session, client_message_id: clientId, content: text };
    return this.#known(token =>
      this.#open('POST', '/api/chat/messages/', body, { token, accept: 'text/event-stream', signal }),
    );
  }

  cancel(session: string, message: string): Promise<unknown> {
    return this.#ask('POST', `/api/chat/messages/${message}/cancel/`, { session_id: session });
  }

  read(session: string, upTo: number): Promise<unknown> {
    return this.#ask('POST', `/api/chat/session/${session}/read/`, { up_to_position: upTo });
  }

  /** The same for the socket that concerns the person, and no single conversation. */
  async userTicket(): Promise<string | null> {
    const token = await this.#given.identity.token(this.#askUnknown);
    return token === null
      ? null
      : (await this.#ask<Ticket>('POST', '/api/auth/ws-ticket/', { endpoint: 'user' })).ticket;
  }

  /** A ticket opens one socket; null where a cookie does. Asking tells whether a socket would be opened. */
  async ticket(session: string): Promise<string | null> {
    const token = await this.#given.identity.token(this.#askUnknown);
    return token === null
      ? null
      : (await this.#ask<Ticket>('POST', '/api/auth/ws-ticket/', { session_id: session })).ticket;
  }

  /** Logs somebody in; the visitor's sessions come along if their token is given. */
  login(username: string, password: string, guestToken?: string): Promise<Tokens> {
    const guest = guestToken === undefined ? {} : { guest_token: guestToken };
    return this.#askUnknown('/api/auth/login/', { username, password, ...guest }) as Promise<Tokens>;
  }

  register(person: {
    username: string;
    email: string;
    password: string;
    locale?: string;
    guest_token?: string;
  }): Promise<Tokens> {
    return this.#askUnknown('/api/auth/register/', person) as Promise<Tokens>;
  }

  logout(): Promise<void> {
    return this.#ask('POST', '/api/auth/logout/', {});
  }

  me(): Promise<User> {
    return this.#ask('GET', '/api/users/me/');
  }

  /** What is not given stays. */
  changeMe(change: { name?: string; email?: string }): Promise<User> {
    return this.#ask('PUT', '/api/users/me/', change);
  }

  /** All logins end; this one goes on with the tokens that come. */
  changePassword(oldPassword: string, newPassword: string): Promise<Tokens> {
    const body = { old_password: oldPassword, new_password: newPassword };
    return this.#ask('POST', '/api/users/me/password/', body);
  }

  async devices(): Promise<Device[]> {
    return (await this.#ask<{ logins: Device[] }>('GET', '/api/users/me/logins/')).logins;
  }

  endDevice(login: string): Promise<void> {
    return this.#ask('DELETE', `/api/users/me/logins/${login}/`);
  }

  /** A picture, as it is; null if there is none. */
  async avatar(path: string): Promise<Blob | null> {
    try {
      return await (await this.#known(token => this.#open('GET', path, undefined, { token }))).blob();
    } catch (problem) {
      if (problem instanceof Refused && problem.status === 404) {
        return null;
      }
      throw problem;
    }
  }

  /** The server keeps the middle of it. */
  async changeAvatar(picture: Blob): Promise<User> {
    const answer = await this.#known(token => this.#open('PUT', '/api/users/me/avatar/', picture, { token }));
    return (await contentOf(answer)) as User;
  }

  removeAvatar(): Promise<void> {
    return this.#ask('DELETE', '/api/users/me/avatar/');
  }

  /** All that the server has of the caller, as a file. */
  async export(): Promise<Blob> {
    return (await this.#known(token => this.#open('GET', '/api/users/me/export/', undefined, { token }))).blob();
  }

  async deleteSessions(): Promise<number> {
    return (await this.#ask<{ deleted_count: number }>('DELETE', '/api/chat/sessions/')).deleted_count;
  }

  /** The account is gone with all that belongs to it. */
  deleteMe(password: string): Promise<void> {
    return this.#ask('POST', '/api/users/me/delete/', { password });
  }

  preferences(): Promise<WirePreferences> {
    return this.#ask('GET', '/api/users/me/preferences/');
  }

  /** What is not given stays; null puts back what it was at first. */
  changePreferences(change: WirePreferences): Promise<WirePreferences> {
    return this.#ask('PUT', '/api/users/me/preferences/', change);
  }

  readonly #askUnknown = async (path: string, body: object): Promise<unknown> =>
    contentOf(await this.#open('POST', path, body, { token: null }));

  async #ask<T>(method: Method, path: string, body?: object): Promise<T> {
    const answer = await this.#known(token => this.#open(method, path, body, { token }));
    return (await contentOf(answer)) as T;
  }

  /** Tries once more as somebody anew, if the server does not know who asks any more. */
  async #known(attempt: (token: string | null) => Promise<Response>): Promise<Response> {
    const { identity } = this.#given;
    const token = await identity.token(this.#askUnknown);
    try {
      return await attempt(token);
    } catch (problem) {
      if (!(problem instanceof Refused) || problem.status !== 401) {
        throw problem;
      }
      identity.refused(token);
      return attempt(await identity.token(this.#askUnknown));
    }
  }

  async #open(
    method: Method,
    path: string,
    body: object | undefined,
    { token, accept, signal }: { token: string | null; accept?: string; signal?: AbortSignal },
  ): Promise<Response> {
    const { base, around, widgetKey } = this.#given;
    const controller = new AbortController();
    const giveUp = () => controller.abort();
    signal?.addEventListener('abort', giveUp);
    const cancel = around.after(LONGEST_ANSWER_MS, giveUp);
    let answer: Response;
    try {
      answer = await around.fetch(base + path, {
        method,
        credentials: token === null ? 'same-origin' : 'omit',
        cache: 'no-store',
        signal: controller.signal,
        headers: {
          ...(token !== null && { Authorization: `Bearer ${token}` }),
          ...(accept !== undefined && { Accept: accept }),
          ...(widgetKey && { 'X-Parley-Widget-Key': widgetKey }),
          ...(body && { 'Content-Type': body instanceof Blob ? body.type : 'application/json' }),
        },
        ...(body && { body: body instanceof Blob ? body : JSON.stringify(body) }),
      });
    } catch (cause) {
      throw new Unreachable(`${method} ${path}`, { cause });
    } finally {
      cancel();
    }
    if (!answer.ok) {
      throw new Refused(answer.status, (await contentOf(answer)) ?? {}, retryAfterMs(answer));
    }
    return answer;
  }
}

async function contentOf(answer: Response): Promise<unknown> {
  if (answer.status === 204) {
    return null;
  }
  try {
    return (await answer.json()) as unknown;
  } catch (cause) {
    if (answer.ok) {
      throw new Unreachable(`what came from ${answer.url} was cut off or is no JSON`, { cause });
    }
    return null; // an error of a proxy, with a page of its own
  }
}

function retryAfterMs(answer: Response): number | null {
  const seconds = Number(answer.headers.get('Retry-After'));
  return seconds > 0 ? seconds * 1_000 : null;
}
