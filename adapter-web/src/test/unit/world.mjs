// A world in which time goes on only when it is told to, and chance is a number that was given.
import { createHash } from 'node:crypto';
import { LocksOfOne } from '../../core/surroundings.ts';

/** Numbers from 0 to 1, the same for the same seed. */
export function chanceOf(seed) {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

/** What was to be done at once is done, however many promises it takes. */
export const settled = () => new Promise(resolve => setImmediate(() => setImmediate(resolve)));

export class World {
  #now = 0;
  #order = 0;
  #plans = [];
  #ids = 0;

  constructor(seed) {
    this.chance = chanceOf(seed);
    this.around = {
      now: () => this.#now,
      date: () => new Date(1_700_000_000_000 + this.#now).toISOString(),
      chance: this.chance,
      newId: () => `id-${seed}-${++this.#ids}`,
      sha256: async text => createHash('sha256').update(text, 'utf8').digest('hex'),
      after: (ms, act) => this.after(ms, act),
      fetch: () => Promise.reject(new Error('there is no server in this world')),
      openSocket: () => {
        throw new Error('there are no sockets in this world');
      },
      locks: new LocksOfOne(),
    };
  }

  get now() {
    return this.#now;
  }

  after(ms, act) {
    const plan = { at: this.#now + ms, order: ++this.#order, act };
    this.#plans.push(plan);
    return () => {
      this.#plans = this.#plans.filter(each => each !== plan);
    };
  }

  /** Lets so much time pass. */
  async pass(ms) {
    const end = this.#now + ms;
    await settled();
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#now = next.at;
      this.#plans = this.#plans.filter(each => each !== next);
      next.act();
      await settled();
    }
    this.#now = end;
  }

  #next(end) {
    const [next] = this.#plans.filter(each => each.at <= end).sort((a, b) => a.at - b.at || a.order - b.order);
    return next;
  }
}
