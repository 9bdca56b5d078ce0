/**
 * A talk where sockets fail: messages and their replies by REST and event streams, everything else by looking. It says
 * the same frames as a socket, so that nobody behind it knows the difference.
 */

import type { ClientFrame, ResumeFrame, ServerFrame, UserMessageFrame } from '../protocol/frames.js';
import { frameFrom } from '../protocol/frames.js';
import type { Surroundings } from '../surroundings.js';
import type { Api } from './api.js';
import { Refused } from './api.js';
import { EventReader } from './events.js';
import { SignedOut } from './identity.js';
import type { End, Talk, TalkListener } from './talk.js';

const LOOK_EVERY_MS = 3_000;
/** After so long a socket is tried again, if nothing is under way. */
const LASTS_MS = 600_000;

const ENDINGS: ReadonlySet<string> = new Set(['ai_complete', 'ai_cancelled', 'ai_interrupted', 'ai_failed']);

export interface RestTalkGiven {
  around: Pick<Surroundings, 'now' | 'after'>;
  api: Api;
  session: string;
  greeting: ResumeFrame;
  /** Our own messages whose replies have not ended: their replies are followed. */
  unanswered: { clientId: string; text: string }[];
}

export class RestTalk implements Talk {
  readonly ended: Promise<End>;
  readonly #given: RestTalkGiven;
  readonly #on: TalkListener;
  readonly #streams = new AbortController();
  readonly #startedAt: number;
  #end!: (end: End) => void;
  #isOver = false;
  #wasOpen = false;
  #streaming = 0;
  #lastSeq: number;
  #cancelLook = () => {};

  constructor(given: RestTalkGiven, on: TalkListener) {
    this.ended = new Promise(resolve => {
      this.#end = resolve;
    });
    this.#given = given;
    this.#on = on;
    this.#lastSeq = given.greeting.after_seq;
    this.#startedAt = given.around.now();
    void this.#begin();
  }

  send(frame: ClientFrame): boolean {
    if (!this.#wasOpen || this.#isOver) {
      return false;
    }
    const { api, session } = this.#given;
    switch (frame.type) {
      case 'user_message':
        void this.#converse({ clientId: frame.client_message_id, text: frame.message }, frame);
        return true;
      case 'cancel':
        void this.#attempt(api.cancel(session, frame.message_id ?? frame.reply_id ?? ''));
        return true;
      case 'read':
        void this.#attempt(api.read(session, frame.up_to_position));
        return true;
      case 'ping':
        void this.#look();
        return true;
      case 'delivered':
      case 'typing':
      case 'authenticate':
      case 'resume':
        return true; // each request says who asks, and each look where it stands; who types is told over sockets alone
    }
  }

  ping(): void {
    this.send({ type: 'ping' });
  }

  end(code: number | null = null): void {
    if (!this.#isOver) {
      this.#isOver = true;
      this.#cancelLook();
      this.#streams.abort();
      this.#end({ code, wasOpen: this.#wasOpen });
    }
  }

  async #begin(): Promise<void> {
    const isThere = await this.#look(true);
    if (!isThere || this.#isOver) {
      return;
    }
    this.#on.onProven();
    this.#given.unanswered.forEach(message => void this.#converse(message, null));
  }

  /** Looks whether something happened that no stream tells. */
  async #look(isFirst = false): Promise<boolean> {
    this.#cancelLook();
    try {
      const { last_seq: lastSeq } = await this.#given.api.session(this.#given.session);
      if (this.#isOver) {
        return false;
      }
      if (isFirst) {
        this.#wasOpen = true;
        this.#on.onOpen();
      }
      if (lastSeq > this.#lastSeq && this.#streaming === 0) {
        this.#say({ type: 'resumed', last_seq: lastSeq, complete: false, reload: true });
      } else if (isFirst) {
        this.#say({ type: 'resumed', last_seq: lastSeq, complete: true });
      } else {
        this.#say({ type: 'pong', last_seq: lastSeq });
      }
    } catch (problem) {
      this.#fail(problem);
      return false;
    }
    if (!this.#isDone()) {
      this.#cancelLook = this.#given.around.after(LOOK_EVERY_MS, () => void this.#look());
    }
    return !this.#isDone();
  }

  /** Sends a message, or sends it again, and tells its reply. */
  async #converse(message: { clientId: string; text: string }, frame: UserMessageFrame | null): Promise<void> {
    this.#streaming++;
    try {
      const answer = await this.#given.api.converse(this.#given.session, message, this.#streams.signal);
      const isWhole = await this.#tell(answer);
      if (!isWhole) {
        this.end();
      }
    } catch (problem) {
      if (frame && problem instanceof Refused && problem.code !== null) {
        this.#say({
          type: 'error',
          error_code: problem.code,
          retryable: problem.status === 429 || problem.status >= 500,
          client_message_id: message.clientId,
          ...(problem.retryAfterMs !== null && { retry_after_ms: problem.retryAfterMs }),
        });
      } else {
        this.#fail(problem);
      }
    } finally {
      this.#streaming--;
    }
  }

  /** Says whether the reply was told to its end. */
  async #tell(answer: Response): Promise<boolean> {
    if (!answer.headers.get('Content-Type')?.startsWith('text/event-stream') || !answer.body) {
      const accepted = (await answer.json()) as object;
      this.#take(JSON.stringify({ type: 'message_accepted', ...accepted }));
      return true; // the rest is seen by looking
    }
    const events = new EventReader();
    const decoder = new TextDecoder();
    const reader = answer.body.getReader();
    let isWhole = false;
    for (let read = await reader.read(); !read.done && !this.#isOver; read = await reader.read()) {
      for (const data of events.read(decoder.decode(read.value, { stream: true }))) {
        const type = this.#take(data);
        isWhole ||= type !== null && ENDINGS.has(type);
      }
    }
    return isWhole || this.#isOver;
  }

  #take(data: string): string | null {
    const frame = frameFrom(data);
    if (frame) {
      this.#say(frame);
    }
    return frame?.type ?? null;
  }

  #say(frame: ServerFrame): void {
    if (this.#isOver) {
      return;
    }
    if ('seq' in frame && frame.seq !== undefined) {
      this.#lastSeq = Math.max(this.#lastSeq, frame.seq);
    }
    this.#on.onFrame(frame);
  }

  async #attempt(command: Promise<unknown>): Promise<void> {
    try {
      await command;
    } catch (problem) {
      // What was refused has lost its sense: the reply has ended, say.
      if (!(problem instanceof Refused)) {
        this.#fail(problem);
      }
    }
  }

  /** What can't be reached is over, for now or for good. */
  #fail(problem: unknown): void {
    if (problem instanceof Refused && problem.status === 404) {
      this.end(4404);
    } else if (problem instanceof SignedOut || (problem instanceof Refused && problem.status === 401)) {
      this.end(4401);
    } else {
      this.end();
    }
  }

  #isDone(): boolean {
    if (this.#streaming === 0 && this.#given.around.now() - this.#startedAt > LASTS_MS) {
      this.end();
    }
    return this.#isOver;
  }
}
