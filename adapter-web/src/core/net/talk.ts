import type { ClientFrame, ServerFrame } from '../protocol/frames.js';
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

export interface TalkListener<Frame = ServerFrame> {
  /** The greeting is out. */
  onOpen(): void;
  onFrame(frame: Frame): void;
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

export interface SocketGiven<Frame> {
  around: Pick<Surroundings, 'now' | 'after' | 'openSocket'>;
  url: string;
  protocols: string[];
  /** The first frame, made when it can be sent; null if there is nothing to say first. */
  greeting: () => ClientFrame | null;
  /** Reads a frame; null if nothing has to be done. Throws `SyntaxError` if it is damaged. */
  read: (data: unknown) => Frame | null;
}

export class SocketTalk<Frame = ServerFrame> implements Talk {
  readonly ended: Promise<End>;
  readonly #around: Pick<Surroundings, 'now' | 'after'>;
  readonly #socket: Socket;
  readonly #on: TalkListener<Frame>;
  readonly #read: (data: unknown) => Frame | null;
  #end!: (end: End) => void;
  #wasOpen = false;
  #timers: (() => void)[] = [];
  #heardAt: number;

  constructor({ around, url, protocols, greeting, read }: SocketGiven<Frame>, on: TalkListener<Frame>) {
    this.ended = new Promise(resolve => {
      this.#end = resolve;
    });
    this.#around = around;
    this.#on = on;
    this.#read = read;
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

  #opened(greeting: ClientFrame | null): void {
    this.#wasOpen = true;
    this.#heardAt = this.#around.now();
    if (greeting !== null) {
      this.send(greeting);
    }
    this.#later(PROVEN_AFTER_MS, () => this.#on.onProven());
    this.#listen();
    this.#on.onOpen();
  }

  #heard(data: unknown): void {
    this.#heardAt = this.#around.now();
    let frame: Frame | null;
    try {
      frame = this.#read(data);
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
