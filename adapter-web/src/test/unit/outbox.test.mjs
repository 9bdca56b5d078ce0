import { IDBFactory } from 'fake-indexeddb';
import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import { OutboxAtBest, OutboxInBrowser, OutboxInMemory, commandOf, newPlace } from '../../core/index.ts';

const message = (clientId, text = `text of ${clientId}`) => ({ clientId, text, at: '2024-01-01T12:00:00Z' });

/** A browser that lends no storage. */
const refusing = {
  open() {
    throw new DOMException('not in this window', 'SecurityError');
  },
};

/** Two windows of one browser. */
const kinds = {
  'in the browser': () => {
    const factory = new IDBFactory();
    return [new OutboxInBrowser(factory), new OutboxInBrowser(factory)];
  },
  'at best, where the browser lends storage': () => {
    const factory = new IDBFactory();
    return [new OutboxAtBest(factory), new OutboxAtBest(factory)];
  },
  'at best, where it lends none': () => {
    const outbox = new OutboxAtBest(refusing);
    return [outbox, outbox];
  },
  'in memory': () => {
    const outbox = new OutboxInMemory();
    return [outbox, outbox];
  },
};

describe.each(Object.entries(kinds))('an outbox %s', (_, windows) => {
  test('what was put comes back in order, for its place alone', async () => {
    const [outbox] = windows();
    await outbox.put('here', message('b'));
    await outbox.put('there', message('x'));
    await outbox.put('here', message('a'));

    assert.deepEqual(await outbox.at('here'), [message('b'), message('a')]);
    assert.deepEqual((await outbox.places()).toSorted(), ['here', 'there']);
  });

  test('windows share it', async () => {
    const [one, other] = windows();
    assert.deepEqual(await other.at('here'), []);
    await one.put('here', message('a'));
    await other.put('here', message('b'));
    await other.remove('a');
    await other.remove('never there');

    assert.deepEqual(await one.at('here'), [message('b')]);
    assert.deepEqual([await one.has('a'), await one.has('b')], [false, true]);
  });

  test('it can be asked two things at once', async () => {
    const [one, other] = windows();
    await one.put('here', message('a'));
    const answers = await Promise.all([other.at('here'), other.places(), other.has('a')]);

    assert.deepEqual(answers, [[message('a')], ['here'], true]);
  });

  test('what is put again keeps its place in the order', async () => {
    const [outbox] = windows();
    await outbox.put('here', message('a'));
    await outbox.put('here', message('b'));
    await outbox.put('here', message('a', 'better'));

    assert.deepEqual(await outbox.at('here'), [message('a', 'better'), message('b')]);
  });

  test('a place that became a session takes its messages along', async () => {
    const [outbox, other] = windows();
    const place = newPlace('command');
    await outbox.put(place, message('a'));
    await outbox.put(place, message('b'));
    await outbox.move(place, 'session');

    assert.deepEqual(await other.at('session'), [message('a'), message('b')]);
    assert.deepEqual(await other.at(place), []);
    assert.equal(commandOf(place), 'command');
    assert.equal(commandOf('session'), null);
  });
});

test('nothing is kept in the browser before something is put', async () => {
  const factory = new IDBFactory();
  const outbox = new OutboxInBrowser(factory);
  await outbox.at('here');
  await outbox.places();
  await outbox.remove('a');
  await outbox.move('here', 'there');

  assert.deepEqual(await factory.databases(), []);
});
