/** Which way to talk: a socket, or REST and event streams where sockets do not open although the server is there. */

const SOCKETS_IN_VAIN = 2;

export class Ways {
  #inVain = 0;

  get isSocket(): boolean {
    return this.#inVain < SOCKETS_IN_VAIN;
  }

  /** A socket ended. Whether the server can be reached at all is known before one is opened. */
  socketEnded(wasOpen: boolean): void {
    this.#inVain = wasOpen ? 0 : this.#inVain + 1;
  }

  /** The other way ended: the next try is one of a socket, and one alone. */
  otherEnded(): void {
    this.#inVain = SOCKETS_IN_VAIN - 1;
  }
}
