/**
 * What concerns somebody over all their conversations, as it happens: their list, and how they want things. It keeps a
 * connection of its own. What was missed is told when it comes back, or else the listener is asked to read anew.
 */

import type { Api } from '../net/api.js';
import { Line } from '../net/line.js';
import { SocketTalk } from '../net/talk.js';
import type { UserFrame, WirePreferences, WireSession } from '../protocol/frames.js';
import { userFrameFrom } from '../protocol/frames.js';
import type { Surroundings } from '../surroundings.js';

export interface NewsListener {
  sessionChanged(session: WireSession): void;
  sessionRemoved(session: string): void;
  preferencesChanged(preferences: WirePreferences): void;
  /** Nobody can say any more what changed: read lists and preferences anew. */
  reload(): void;
}

export interface NewsGiven {
  api: Api;
  around: Surroundings;
  /** The address of the page, or of the server for clients without one. */
  page: string;
}

export class News {
  readonly #given: NewsGiven;
  readonly #on: NewsListener;
  readonly #line: Line<UserFrame>;
  /** The last of what was told; null before the first connection. */
  #seq: number | null = null;
  #ticket: string | null = null;

  constructor(given: NewsGiven, on: NewsListener) {
    this.#given = given;
    this.#on = on;
    this.#line = new Line<UserFrame>({
      around: given.around,
      prepare: async () => {
        this.#ticket = await given.api.userTicket();
      },
      open: listener => this.#open(listener),
      onFrame: frame => this.#take(frame),
      onChange: () => {},
      onGone: () => {},
    });
  }

  begin(): void {
    void this.#line.start();
  }

  close(): void {
    this.#line.stop();
  }

  /** The network is back, or the page is looked at again. */
  check(): void {
    this.#line.check();
  }

  #open(listener: ConstructorParameters<typeof SocketTalk<UserFrame>>[1]): SocketTalk<UserFrame> {
    const { api, around, page } = this.#given;
    const protocols = this.#ticket === null ? [] : ['parley.v1', `ticket.${this.#ticket}`];
    const url = api.socketAddress('/ws/user/', page);
    const greeting = () => (this.#seq === null ? null : { type: 'resume' as const, after_user_seq: this.#seq });
    return new SocketTalk({ around, url, protocols, greeting, read: userFrameFrom }, listener);
  }

  #take(frame: UserFrame): void {
    switch (frame.type) {
      case 'system':
        this.#began(frame.user_info.last_user_seq);
        break;
      case 'resumed':
        if (!frame.complete || frame.reload) {
          this.#seq = frame.last_user_seq;
          this.#on.reload();
        }
        break;
      case 'session_changed':
        if (this.#isNext(frame.user_seq)) {
          this.#on.sessionChanged(frame.session);
        }
        break;
      case 'session_removed':
        if (this.#isNext(frame.user_seq)) {
          this.#on.sessionRemoved(frame.session_id);
        }
        break;
      case 'preferences_changed':
        if (this.#isNext(frame.user_seq)) {
          this.#on.preferencesChanged(frame.preferences);
        }
        break;
      case 'draining':
        this.#line.comeBackAfter(frame.reconnect_after_ms);
        break;
      case 'heartbeat':
      case 'pong':
      case 'authenticated':
      case 'error':
        break;
    }
  }

  /** Whoever comes for the first time has missed what happened since the list was read. */
  #began(seq: number): void {
    if (this.#seq === null) {
      this.#seq = seq;
      this.#on.reload();
    }
  }

  /** Of two the later one counts; over a hole nothing does. */
  #isNext(seq: number): boolean {
    const last = this.#seq ?? 0;
    if (seq === last + 1) {
      this.#seq = seq;
      return true;
    }
    if (seq > last) {
      this.#line.restart();
    }
    return false;
  }
}
