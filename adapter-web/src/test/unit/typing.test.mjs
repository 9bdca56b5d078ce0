import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import { Typist } from '../../ui/typing.ts';
import { chanceOf } from './world.mjs';

const FRAME_MS = 16;

/** A screen on which time goes by frames. */
class Frames {
  time = 0;
  isVisible = true;
  costMs = 0;
  #next = null;

  screen = {
    now: () => this.time,
    nextFrame: act => {
      this.#next = act;
      return () => {
        this.#next = null;
      };
    },
    isSeen: () => this.isVisible,
  };

  pass(ms) {
    for (const end = this.time + ms; this.time < end;) {
      this.time += FRAME_MS;
      const act = this.#next;
      this.#next = null;
      act?.();
    }
  }
}

function begin(speed = 'normal') {
  const frames = new Frames();
  const drawn = [];
  const typist = new Typist(
    (text, isWhole) => {
      drawn.push([text, isWhole]);
      frames.time += frames.costMs;
    },
    () => speed,
    frames.screen,
  );
  typist.begin('', false);
  drawn.length = 0;
  return { frames, drawn, typist, seen: () => drawn.at(-1)?.[0] ?? '' };
}

describe('typing', () => {
  test('shows a character each 30 to 50 ms while that keeps up', () => {
    const { frames, typist, seen } = begin();
    typist.aim('Hello', false);
    const times = [];
    for (let length = 0; length < 5;) {
      frames.pass(FRAME_MS);
      if (seen().length > length) {
        times.push(frames.time);
        length = seen().length;
      }
    }

    const steps = times.slice(1).map((time, at) => time - times[at]);
    assert.ok(
      steps.every(step => step >= 16 && step <= 64),
      `${steps}`,
    );
  });

  test('is never more than a second behind, however much comes', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const chance = chanceOf(seed);
      const { frames, typist, seen } = begin();
      const history = [];
      let text = '';
      for (let step = 0; step < 200; step++) {
        text += 'x'.repeat(Math.floor(chance() * 300));
        typist.aim(text, false);
        history.push({ at: frames.time, length: text.length });
        frames.pass(FRAME_MS * (1 + Math.floor(chance() * 6)));
        const due = history.filter(({ at }) => at <= frames.time - 1_000).at(-1)?.length ?? 0;
        assert.ok(seen().length >= due, `seed ${seed}: ${seen().length} of ${due} are seen`);
      }
    }
  });

  test('comes to an end, and says so once everything is seen', () => {
    const { frames, drawn, typist } = begin();
    typist.aim('A whole sentence.', true);
    assert.equal(typist.isDone, false);
    frames.pass(1_000);

    assert.deepEqual(drawn.at(-1), ['A whole sentence.', true]);
    assert.equal(drawn.filter(([, isWhole]) => isWhole).length, 1);
    assert.ok(typist.isDone);
  });

  test('says that nothing follows, also when all of it is seen already', () => {
    for (let wait = 0; wait < 600; wait += FRAME_MS) {
      const { frames, drawn, typist } = begin();
      frames.costMs = wait % 7;
      typist.aim('Hello', false);
      frames.pass(wait);
      typist.aim('Hello', true);
      frames.pass(1_000);

      assert.deepEqual(drawn.at(-1), ['Hello', true], `after ${wait} ms`);
      assert.ok(typist.isDone);
    }
  });

  test('off means at once', () => {
    const { drawn, typist } = begin('off');
    typist.aim('All of it', false);

    assert.deepEqual(drawn, [['All of it', false]]);
  });

  test('nobody waits for what is not seen', () => {
    const { frames, drawn, typist } = begin();
    frames.isVisible = false;
    typist.aim('All of it', true);

    assert.deepEqual(drawn, [['All of it', true]]);
  });

  test('never cuts what people see as one sign', () => {
    const family = '👩‍👩‍👧‍👦';
    const wave = '👋🏽';
    const text = `a${family}b${wave}c\u0301d`;
    const whole = new Set([
      '',
      'a',
      `a${family}`,
      `a${family}b`,
      `a${family}b${wave}`,
      `a${family}b${wave}c\u0301`,
      text,
    ]);
    const { frames, drawn, typist } = begin();
    typist.aim(text, false);
    frames.pass(2_000);

    assert.deepEqual(
      drawn.map(([seen]) => seen).filter(seen => !whole.has(seen)),
      [],
    );
  });

  test('a text that is another is shown as that', () => {
    const { frames, drawn, typist } = begin();
    typist.aim('First attempt', false);
    frames.pass(100);
    typist.aim('Second', false);

    assert.deepEqual(drawn.at(-1), ['Second', false]);
  });

  test('what is slow to draw is drawn less often', () => {
    const { frames, drawn, typist } = begin();
    frames.costMs = 40;
    typist.aim('x'.repeat(5_000), false);
    frames.pass(2_000);

    assert.ok(drawn.length <= 14, `${drawn.length} times`);
  });
});
