/**
 * Lets a text appear as if it were written: some characters with each frame of the screen, the more the more are
 * waiting, so that it is never more than a second behind.
 */

export type TypingSpeed = 'off' | 'normal' | 'fast';

/** Milliseconds a character takes while nothing piles up, and within which what has piled up is worked off. */
const PACE: Record<Exclude<TypingSpeed, 'off'>, { character: number; backlog: number }> = {
  normal: { character: 36, backlog: 400 },
  fast: { character: 18, backlog: 180 },
};
const BACKLOG_AT_END_MS = 180;
/** A page that stood still does not owe what it did not show meanwhile. */
const LONGEST_FRAME_MS = 100;
/** Drawing takes at most this part of the time, however long the text is. */
const SHARE_OF_TIME = 0.25;

export interface Screen {
  now(): number;
  /** Calls back with the next frame; returns what prevents it. */
  nextFrame(act: () => void): () => void;
  /** Whether somebody can see it. */
  isSeen(): boolean;
}

export const screen: Screen = {
  now: () => performance.now(),
  nextFrame(act) {
    const frame = requestAnimationFrame(act);
    return () => cancelAnimationFrame(frame);
  },
  isSeen: () => !document.hidden,
};

export class Typist {
  readonly #draw: (text: string, isWhole: boolean) => void;
  readonly #speed: () => TypingSpeed;
  readonly #screen: Screen;
  #text = '';
  #isWhole = false;
  #isDone = false;
  #shown = 0;
  #owed = 0;
  #drawnAt = 0;
  #restUntil = 0;
  #cancel: (() => void) | null = null;

  /** @param speed asked with every frame, so that a changed wish counts at once */
  constructor(draw: (text: string, isWhole: boolean) => void, speed: () => TypingSpeed, on: Screen = screen) {
    this.#draw = draw;
    this.#speed = speed;
    this.#screen = on;
  }

  /** Whether everything is to be seen. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** Shows a text that was there before anybody looked. */
  begin(text: string, isWhole: boolean): void {
    this.#stop();
    this.#text = text;
    this.#isWhole = isWhole;
    this.#showAll();
  }

  /** The text goes on, or ends; one that does not go on from what was there is shown as it is. */
  aim(text: string, isWhole: boolean): void {
    const goesOn = text.startsWith(this.#text.slice(0, this.#shown));
    this.#text = text;
    this.#isWhole = isWhole;
    if (!goesOn || this.#speed() === 'off' || !this.#screen.isSeen()) {
      this.#stop();
      this.#showAll();
    } else if (this.#cancel === null) {
      this.#drawnAt = this.#screen.now();
      this.#owed = 1;
      this.#step();
    }
  }

  /** Shows what is missing at once, and nothing after that. */
  finish(): void {
    this.#stop();
    this.#showAll();
  }

  #step(): void {
    this.#cancel = null;
    const speed = this.#speed();
    if (speed === 'off' || !this.#screen.isSeen()) {
      this.#showAll();
      return;
    }
    const now = this.#screen.now();
    if (now >= this.#restUntil) {
      this.#type(now, PACE[speed]);
    }
    if (this.#isBehind) {
      this.#cancel = this.#screen.nextFrame(() => this.#step());
    }
  }

  #type(now: number, pace: { character: number; backlog: number }): void {
    const elapsed = Math.min(now - this.#drawnAt, Math.max(LONGEST_FRAME_MS, this.#restUntil - this.#drawnAt));
    const waiting = this.#text.length - this.#shown;
    const backlog = this.#isWhole ? Math.min(BACKLOG_AT_END_MS, pace.backlog) : pace.backlog;
    this.#drawnAt = now;
    this.#owed += Math.max(elapsed / pace.character, (waiting * elapsed) / backlog);
    const whole = Math.floor(this.#owed);
    if (whole === 0 && waiting > 0) {
      return;
    }
    this.#owed -= whole;
    this.#shown = characterEnd(this.#text, Math.min(this.#shown + whole, this.#text.length));
    this.#show();
    const cost = this.#screen.now() - now;
    this.#restUntil = now + cost / SHARE_OF_TIME;
  }

  #showAll(): void {
    this.#shown = this.#text.length;
    this.#show();
  }

  #show(): void {
    this.#isDone = this.#isWhole && this.#shown >= this.#text.length;
    this.#draw(this.#text.slice(0, this.#shown), this.#isDone);
  }

  /** Whether something has to be drawn: more text, or that there will be no more. */
  get #isBehind(): boolean {
    return this.#shown < this.#text.length || this.#isWhole !== this.#isDone;
  }

  #stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#owed = 0;
    this.#restUntil = 0;
  }
}

/** What belongs to the character before it: half a pair, a joiner, what chooses a form, marks, tones of skin. */
const GOES_ON = /^(?:[\udc00-\udfff]|\u200d|[\ufe00-\ufe0f]|\p{M}|\p{Emoji_Modifier})/u;
const JOINER = '\u200d';

/** The next place, at or after one, that is not within what people see as one sign. */
function characterEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && (GOES_ON.test(text.slice(at, at + 2)) || text[at - 1] === JOINER)) {
    at++;
  }
  return at;
}
