const OPEN_WITHIN_MS = 10_000;
/** The server speaks at least every 15 s. */
const LONGEST_SILENCE_MS = 35_000;
const ANSWER_WITHIN_MS = 5_000;
/** What broke sooner than this was never whole. */
const PROVEN_AFTER_MS = 5_000;

/** One socket, from its opening to its end. What comes after its end is nobody's. */
export class Talk {
  #socket;
  #on;
  #end;
  /** Fulfilled when it is over, however that came, with the code of the close and whether it was ever open. */
  ended = new Promise(resolve => {
    this.#end = resolve;
  });
  #wasOpen = false;
  #timers = [];
  #heardAt = performance.now();

  /**
   * @param {string} path
   * @param {() => object} greeting the first frame
   * @param {object} on
   * @param {() => void} on.onOpen the greeting is out
   * @param {(frame: object) => void} on.onFrame
   * @param {() => void} on.onProven it has lived for a while
   */
  constructor(path, greeting, on) {
    this.#on = on;
    this.#socket = new WebSocket(socketAddress(path));
    this.#socket.onopen = () => this.#opened(greeting());
    this.#socket.onmessage = event => this.#heard(event.data);
    this.#socket.onclose = event => this.end(event.code);
    this.#timers.push(setTimeout(() => this.#wasOpen || this.end(), OPEN_WITHIN_MS));
  }

  send(frame) {
    if (this.#socket.readyState !== WebSocket.OPEN) {
      return false;
    }
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  ping() {
    const askedAt = performance.now();
    if (this.send({ type: 'ping' })) {
      this.#timers.push(setTimeout(() => this.#heardAt < askedAt && this.end(), ANSWER_WITHIN_MS));
    }
  }

  // A dead network lets a close frame wait for minutes: nobody waits for it here.
  end(code = null) {
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
    this.#timers.forEach(clearTimeout);
    this.#socket.close();
    this.#end({ code, wasOpen: this.#wasOpen });
  }

  #opened(greeting) {
    this.#wasOpen = true;
    this.#heardAt = performance.now();
    this.send(greeting);
    this.#timers.push(setTimeout(this.#on.onProven, PROVEN_AFTER_MS));
    this.#timers.push(setInterval(() => this.#listen(), ANSWER_WITHIN_MS));
    this.#on.onOpen();
  }

  #heard(data) {
    this.#heardAt = performance.now();
    this.#on.onFrame(JSON.parse(data));
  }

  #listen() {
    if (performance.now() - this.#heardAt > LONGEST_SILENCE_MS) {
      this.end();
    }
  }
}

function socketAddress(path) {
  const address = new URL(path, location.href);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return address;
}
