import type { ClientFrame, ResumeFrame, ServerFrame } from '../protocol/frames.js';
import { frameFrom } from '../protocol/frames.js';
import type { Socket, Surroundings } from '../surroundings.js';

const OPEN_WITHIN_MS = 10_000;
/** The server speaks at least every 15 s. */
const LONGEST_SILENCE_MS = 35_000;
const ANSWER_WITHIN_MS = 5_000;
/** What broke sooner than this was never whole. */
const PROVEN_AFTER_MS = 5_000;
const OPEN = 1;

/** How a talk ended: the code of the close, null if there was none, and whether it was ever open. */
export interface End {
  code: number | null;
  wasOpen: boolean;
}

export interface TalkListener {
  /** The greeting is out. */
  onOpen(): void;
  onFrame(frame: ServerFrame): void;
  /** It has lived for a while. */
  onProven(): void;
}

/** One connection, from its opening to its end. What comes after its end is nobody's. */
export interface Talk {
  /** Fulfilled when it is over, however that came. */
  readonly ended: Promise<End>;
  /** Sends a frame, if it can be sent now. */
  send(frame: ClientFrame): boolean;
  /** Finds out whether it still lives. */
  ping(): void;
  end(code?: number | null): void;
}

/** Some browsers throw where others say later that it did not open. */
function opened(around: Pick<Surroundings, 'openSocket' | 'after'>, url: string, protocols: string[]): Socket {
  try {
    return around.openSocket(url, protocols);
  } catch {
    const dead: Socket = {
      readyState: 3,
      onopen: null,
      onmessage: null,
      onclose: null,
      send: () => {},
      close: () => {},
    };
    around.after(0, () => dead.onclose?.({ code: 1006 }));
    return dead;
  }
}

export class SocketTalk implements Talk {
  readonly ended: Promise<End>;
  readonly #around: Pick<Surroundings, 'now' | 'after'>;
  readonly #socket: Socket;
  readonly #on: TalkListener;
  #end!: (end: End) => void;
  #wasOpen = false;
  #timers: (() => void)[] = [];
  #heardAt: number;

  /** @param greeting the first frame, made when it can be sent */
  constructor(
    around: Pick<Surroundings, 'now' | 'after' | 'openSocket'>,
    url: string,
    protocols: string[],
    greeting: () => ResumeFrame,
    on: TalkListener,
  ) {
    this.ended = new Promise(resolve => {
      this.#end = resolve;
    });
    this.#around = around;
    this.#on = on;
    this.#heardAt = around.now();
    this.#socket = opened(around, url, protocols);
    this.#socket.onopen = () => this.#opened(greeting());
    this.#socket.onmessage = event => this.#heard(event.data);
    this.#socket.onclose = event => this.end(event.code);
    this.#later(OPEN_WITHIN_MS, () => this.#wasOpen || this.end());
  }

  send(frame: ClientFrame): boolean {
    if (this.#socket.readyState !== OPEN) {
      return false;
    }
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  ping(): void {
    const askedAt = this.#around.now();
    if (this.send({ type: 'ping' })) {
      this.#later(ANSWER_WITHIN_MS, () => this.#heardAt < askedAt && this.end());
    }
  }

  // A dead network lets a close frame wait for minutes: nobody waits for it here.
  end(code: number | null = null): void {
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
    this.#timers.forEach(cancel => cancel());
    this.#timers = [];
    this.#socket.close();
    this.#end({ code, wasOpen: this.#wasOpen });
  }

  #opened(greeting: ResumeFrame): void {
    this.#wasOpen = true;
    this.#heardAt = this.#around.now();
    this.send(greeting);
    this.#later(PROVEN_AFTER_MS, () => this.#on.onProven());
    this.#listen();
    this.#on.onOpen();
  }

  #heard(data: unknown): void {
    this.#heardAt = this.#around.now();
    let frame: ServerFrame | null;
    try {
      frame = frameFrom(data);
    } catch {
      this.end(); // damaged: begin again from what we have
      return;
    }
    if (frame) {
      this.#on.onFrame(frame);
    }
  }

  #listen(): void {
    this.#later(ANSWER_WITHIN_MS, () => {
      if (this.#around.now() - this.#heardAt > LONGEST_SILENCE_MS) {
        this.end();
      } else {
        this.#listen();
      }
    });
  }

  #later(ms: number, act: () => void): void {
    this.#timers.push(this.#around.after(ms, act));
  }
}
