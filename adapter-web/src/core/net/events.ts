/** Reads a stream of server-sent events, however it is cut into pieces. */
export class EventReader {
  #rest = '';
  #data: string[] = [];

  /** Takes a piece, and returns the data of the events that are whole by now. What is not whole is no event. */
  read(piece: string): string[] {
    this.#rest += piece;
    const found: string[] = [];
    for (;;) {
      const end = /\r\n|\n|\r(?!$)/.exec(this.#rest);
      if (!end) {
        return found;
      }
      const line = this.#rest.slice(0, end.index);
      this.#rest = this.#rest.slice(end.index + end[0].length);
      if (line === '') {
        if (this.#data.length > 0) {
          found.push(this.#data.join('\n'));
          this.#data = [];
        }
      } else if (line.startsWith('data:')) {
        this.#data.push(line.slice(line[5] === ' ' ? 6 : 5));
      }
    }
  }
}
