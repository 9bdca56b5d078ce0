/** The REST API, as far as this page needs it. */

const LONGEST_ANSWER_MS = 20_000;

/** The server answered that it can't or won't. */
export class Refused extends Error {
  constructor(status, problem, retryAfterMs) {
    super(problem.detail ?? `the server answered ${status}`);
    this.status = status;
    this.code = problem.error_code ?? null;
    this.retryAfterMs = retryAfterMs;
  }
}

/** No answer came. */
export class Unreachable extends Error {}

export class Api {
  #entered = null;

  assistants() {
    return this.#ask('GET', '/api/chat/assistants/').then(answer => answer.assistants);
  }

  sessions(isActive, after) {
    const query = new URLSearchParams({ is_active: isActive, limit: 40, ...(after && { after }) });
    return this.#ask('GET', `/api/chat/sessions/?${query}`);
  }

  /** The same command id again gives the same session. */
  createSession(commandId) {
    return this.#ask('POST', '/api/chat/session/create/', { client_command_id: commandId });
  }

  sessionWithMessages(session) {
    return this.#ask('GET', `/api/chat/session/${session}/?include=messages&limit=50`);
  }

  changeSession(session, change) {
    return this.#ask('PUT', `/api/chat/session/${session}/`, change);
  }

  deleteSession(session) {
    return this.#ask('DELETE', `/api/chat/session/${session}/`);
  }

  restoreSession(session) {
    return this.#ask('POST', `/api/chat/session/${session}/restore/`, {});
  }

  olderMessages(session, before) {
    return this.#ask('GET', `/api/chat/session/${session}/history/?before=${before}&limit=50`);
  }

  async messageAt(session, position) {
    const query = position > 1 ? `after=${position - 1}&limit=1` : 'before=2&limit=1';
    const page = await this.#ask('GET', `/api/chat/session/${session}/history/?${query}`);
    return page.messages.find(message => message.position === position) ?? null;
  }

  /** The same client_message_id again gives the same message. */
  send(session, { clientId, text }) {
    const body = { session_id: session, client_message_id: clientId, content: text };
    return this.#ask('POST', '/api/chat/messages/', body);
  }

  async #ask(method, path, body) {
    await this.#enter();
    try {
      return await once(method, path, body);
    } catch (problem) {
      if (problem.status !== 401) {
        throw problem;
      }
      this.#entered = null;
      await this.#enter();
      return once(method, path, body);
    }
  }

  /** Makes the visitor known, once: the browser keeps the cookie that says who it is. */
  #enter() {
    this.#entered ??= once('POST', '/api/auth/guest/', {}).catch(problem => {
      this.#entered = null;
      throw problem;
    });
    return this.#entered;
  }
}

async function once(method, path, body) {
  const answer = await answerTo(method, path, body);
  const content = answer.status === 204 ? null : await jsonOf(answer);
  if (!answer.ok) {
    throw new Refused(answer.status, content ?? {}, retryAfterMs(answer));
  }
  return content;
}

async function answerTo(method, path, body) {
  try {
    return await fetch(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(LONGEST_ANSWER_MS),
      ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    });
  } catch (cause) {
    throw new Unreachable(`${method} ${path}`, { cause });
  }
}

async function jsonOf(answer) {
  try {
    return await answer.json();
  } catch (cause) {
    if (answer.ok) {
      throw new Unreachable(`what came from ${answer.url} was cut off or is no JSON`, { cause });
    }
    return null; // an error of a proxy, with a page of its own
  }
}

function retryAfterMs(answer) {
  const seconds = Number(answer.headers.get('Retry-After'));
  return seconds > 0 ? seconds * 1_000 : null;
}
