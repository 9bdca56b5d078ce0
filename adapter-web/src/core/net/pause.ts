import type { Surroundings } from '../surroundings.js';

/** A wait that can be ended before its time. */
export class Pause {
  readonly #after: Surroundings['after'];
  #wake = () => {};

  constructor({ after }: Pick<Surroundings, 'after'>) {
    this.#after = after;
  }

  for(ms: number): Promise<void> {
    return new Promise(resolve => {
      const cancel = this.#after(ms, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
  }

  end(): void {
    this.#wake();
  }
}
