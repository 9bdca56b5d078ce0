import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import { Finder, Refused, SignedOut, Unreachable } from '../../core/index.ts';
import { World, settled } from './world.mjs';

const found = id => ({ session_id: `s-of-${id}`, message_id: id, position: 1, snippet: id, highlights: [] });
const page = (ids, after = null, complete = true) => ({
  results: ids.map(found),
  has_more: after !== null,
  after,
  complete,
});

/** A server that answers each question when it is told to. */
function begin() {
  const world = new World(3);
  const asked = [];
  const api = {
    search: (words, after) =>
      new Promise((resolve, reject) => asked.push({ words, after, answer: resolve, fail: reject })),
  };
  const finder = new Finder(api, world.around, () => {});
  const ids = () => finder.results.map(each => each.message_id);
  return { world, asked, finder, ids };
}

/** The same, after a first page has come. */
async function found1({ world, asked, finder }, answer) {
  finder.look('oslo');
  await world.pass(1_000);
  asked[0].answer(answer);
  await settled();
}

describe('words are looked for', () => {
  test('when nobody types any more, once', async () => {
    const { world, asked, finder, ids } = begin();
    for (const text of ['o', 'os', 'osl', 'oslo', 'oslo ']) {
      finder.look(text);
      await world.pass(100);
    }
    assert.deepEqual(asked, []);
    assert.equal(finder.stage, 'looking');
    await world.pass(1_000);
    assert.deepEqual(
      asked.map(({ words, after }) => [words, after]),
      [['oslo', null]],
    );
    asked[0].answer(page(['a', 'b']));
    await settled();

    assert.deepEqual([finder.stage, ids(), finder.hasMore, finder.isComplete], ['done', ['a', 'b'], false, true]);
  });

  test('not for a letter alone, which is everywhere, but for a sign of another script', async () => {
    const { world, asked, finder } = begin();
    finder.look('a');
    await world.pass(1_000);
    assert.equal(finder.stage, 'idle');
    finder.look('車');
    await world.pass(1_000);

    assert.deepEqual(
      asked.map(each => each.words),
      ['車'],
    );
  });

  test('of answers to several questions only that to the last counts', async () => {
    const { world, asked, finder, ids } = begin();
    finder.look('night');
    await world.pass(1_000);
    finder.look('nightingale');
    await world.pass(1_000);
    asked[1].answer(page(['new']));
    await settled();
    asked[0].answer(page(['old']));
    await settled();

    assert.deepEqual(ids(), ['new']);
  });

  test('no more when there are none', async () => {
    const all = begin();
    await found1(all, page(['a'], 'next'));
    all.finder.look('  ');

    assert.deepEqual([all.finder.stage, all.ids(), all.finder.hasMore], ['idle', [], false]);
  });

  test('and meanwhile what was found before stays, and is known to be of before', async () => {
    const all = begin();
    await found1(all, page(['a']));
    all.finder.look('bergen');

    assert.deepEqual([all.ids(), all.finder.isStale], [['a'], true]);
    await all.world.pass(1_000);
    all.asked[1].answer(page([]));
    await settled();
    assert.deepEqual([all.ids(), all.finder.isStale], [[], false]);
  });
});

describe('pages', () => {
  test('are read on, over empty ones, and nothing is there twice', async () => {
    const all = begin();
    await found1(all, page(['a', 'b'], 'p2'));
    all.finder.more();
    all.finder.more();
    await settled();
    all.asked[1].answer(page([], 'p3'));
    await settled();
    all.asked[2].answer(page(['b', 'c'], null, false));
    await settled();

    assert.deepEqual(
      all.asked.map(each => each.after),
      [null, 'p2', 'p3'],
    );
    assert.deepEqual([all.ids(), all.finder.hasMore, all.finder.isComplete], [['a', 'b', 'c'], false, false]);
  });

  test('that stay empty are offered, not read for ever', async () => {
    const all = begin();
    all.finder.look('oslo');
    await all.world.pass(1_000);
    for (let at = 0; at < all.asked.length && at < 50; at++) {
      all.asked[at].answer(page([], `p${at}`));
      await settled();
    }

    assert.equal(all.asked.length, 5);
    assert.deepEqual([all.finder.stage, all.finder.hasMore], ['done', true]);
  });

  test('lose what was in a conversation that is no more', async () => {
    const all = begin();
    await found1(all, page(['a', 'b']));
    all.finder.drop('s-of-a');

    assert.deepEqual(all.ids(), ['b']);
  });
});

describe('a server that', () => {
  test('is busy is asked again when it says, for the same', async () => {
    const all = begin();
    all.finder.look('oslo');
    await all.world.pass(1_000);
    all.asked[0].fail(new Refused(429, { error_code: 'RATE_LIMITED' }, 3_000));
    await all.world.pass(2_900);
    assert.deepEqual([all.finder.stage, all.asked.length], ['waiting', 1]);
    await all.world.pass(200);
    all.asked[1].answer(page(['a']));
    await settled();

    assert.deepEqual([all.finder.stage, all.ids()], ['done', ['a']]);
  });

  test('is busy is not asked for what nobody wants any more', async () => {
    const all = begin();
    all.finder.look('oslo');
    await all.world.pass(1_000);
    all.asked[0].fail(new Refused(429, {}, 3_000));
    await settled();
    all.finder.look('');
    await all.world.pass(10_000);

    assert.equal(all.asked.length, 1);
  });

  for (const problem of [new Unreachable('no network'), new SignedOut(), new Refused(503, {}, null)]) {
    test(`fails (${problem.constructor.name} ${problem.status ?? ''}) is asked again when somebody wants that`, async () => {
      const all = begin();
      await found1(all, page(['a'], 'p2'));
      all.finder.more();
      all.asked[1].fail(problem);
      await settled();
      assert.deepEqual([all.finder.stage, all.ids()], ['failed', ['a']]);
      all.finder.again();
      all.asked[2].answer(page(['b']));
      await settled();

      assert.equal(all.asked[2].after, 'p2', 'from where it failed');
      assert.deepEqual([all.finder.stage, all.ids()], ['done', ['a', 'b']]);
    });
  }

  test('looks for no more than some words says so', async () => {
    const all = begin();
    all.finder.look('a b c d e f g h i');
    await all.world.pass(1_000);
    all.asked[0].fail(new Refused(400, { field: 'q', error_code: 'INVALID_MESSAGE' }, null));
    await settled();

    assert.equal(all.finder.stage, 'refused');
  });
});
