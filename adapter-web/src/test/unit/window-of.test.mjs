import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import { Heights, holds, windowOf } from '../../ui/window-of.ts';

const keys = Array.from({ length: 10_000 }, (_, at) => `key ${at}`);
const known = height => {
  const heights = new Heights();
  heights.arrange(keys);
  keys.forEach(key => heights.note(key, height));
  return heights;
};

describe('what has to be there of a long list', () => {
  test('a short one as a whole', () => {
    const heights = new Heights();
    heights.arrange(keys.slice(0, 50));

    assert.deepEqual(windowOf(heights, 0, 600), { from: 0, to: 50, before: 0, after: 0 });
  });

  test('what is in sight, some around it, and room for the others', () => {
    const range = windowOf(known(100), 500_000, 600);

    assert.ok(range.from <= 5_000 - 12 && range.from >= 5_000 - 14);
    assert.ok(range.to >= 5_006 + 12 && range.to <= 5_006 + 14);
    assert.equal(range.before + (range.to - range.from) * 100 + range.after, 1_000_000);
  });

  test('the end, when that is followed', () => {
    const range = windowOf(known(100), null, 600);

    assert.equal(range.to, 10_000);
    assert.ok(range.from >= 10_000 - 20);
    assert.equal(range.after, 0);
  });

  test('the beginning', () => {
    const range = windowOf(known(100), 0, 600);

    assert.equal(range.from, 0);
    assert.equal(range.before, 0);
  });

  test('entries that have just come before it, to be measured', () => {
    const heights = new Heights();
    heights.arrange(keys);
    keys.slice(100).forEach(key => heights.note(key, 100));

    assert.equal(windowOf(heights, 20_000, 600).from, 0);
    assert.ok(windowOf(heights, 500_000, 600).from > 4_000);
    keys.slice(0, 100).forEach(key => heights.note(key, 80));
    assert.ok(windowOf(heights, 20_000, 600).from > 100);
  });

  test('what was not measured is as high as what was, on average', () => {
    const heights = new Heights();
    heights.arrange(keys);
    heights.note('key 0', 50);
    heights.note('key 1', 150);
    heights.note('key 1', 250);

    assert.equal(heights.top(1), 50);
    assert.equal(heights.top(2), 300);
    assert.equal(heights.top(3), 450);
    heights.forget();
    assert.notEqual(heights.top(1), 50);
  });

  test('whether a range is enough', () => {
    const range = { from: 10, to: 20, before: 0, after: 0 };

    assert.ok(holds(range, { from: 12, to: 20, before: 0, after: 0 }));
    assert.equal(holds(range, { from: 9, to: 12, before: 0, after: 0 }), false);
    assert.equal(holds(range, { from: 12, to: 21, before: 0, after: 0 }), false);
  });
});
