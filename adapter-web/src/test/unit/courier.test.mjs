import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import { Courier, OutboxInMemory, Refused, Unreachable, newPlace } from '../../core/index.ts';
import { World } from './world.mjs';

const message = clientId => ({ clientId, text: `text of ${clientId}`, at: '2024-01-01T12:00:00Z' });

/** A server that fails as often as it is told, and keeps what it takes. */
class Server {
  taken = [];
  failures = [];

  createSession(command) {
    this.#mayFail();
    return Promise.resolve({ session_id: `made by ${command}` });
  }

  send(session, { clientId }) {
    this.#mayFail();
    this.taken.push(`${session}: ${clientId}`);
    return Promise.resolve();
  }

  #mayFail() {
    const failure = this.failures.shift();
    if (failure) {
      throw failure;
    }
  }
}

const refused = status => new Refused(status, {}, null);

function begin(placeOnPage = null) {
  const world = new World(1);
  const api = new Server();
  const outbox = new OutboxInMemory();
  const courier = new Courier({ api, outbox, around: world.around }, () => placeOnPage);
  return { world, api, outbox, courier };
}

describe('what was left behind', () => {
  test('is delivered in order, also to a session that has to be made', async () => {
    const { api, outbox, courier } = begin();
    await outbox.put('s', message('a'));
    await outbox.put('s', message('b'));
    await outbox.put(newPlace('c'), message('d'));
    await courier.deliver();

    assert.deepEqual(api.taken, ['s: a', 's: b', 'made by c: d']);
    assert.deepEqual(await outbox.places(), []);
  });

  test('on the page is the page’s matter', async () => {
    const { api, outbox, courier } = begin('s');
    await outbox.put('s', message('a'));
    await courier.deliver();

    assert.deepEqual(api.taken, []);
    assert.deepEqual(await outbox.places(), ['s']);
  });

  for (const failure of [new Unreachable('no network'), refused(503), refused(429)]) {
    test(`is tried again after ${failure.status ?? 'no answer'}`, async () => {
      const { world, api, outbox, courier } = begin();
      await outbox.put('s', message('a'));
      api.failures = [failure, failure];
      await courier.deliver();
      await world.pass(10_000);

      assert.deepEqual(api.taken, ['s: a']);
    });
  }

  test('is not tried again when it was refused for good, and stays for the page', async () => {
    const { world, api, outbox, courier } = begin();
    await outbox.put('s', message('a'));
    api.failures = [refused(422)];
    await courier.deliver();
    await world.pass(100_000);

    assert.deepEqual(api.taken, []);
    assert.deepEqual(await outbox.places(), ['s']);
  });

  test('is forgotten with its conversation', async () => {
    const { api, outbox, courier } = begin();
    await outbox.put('s', message('a'));
    api.failures = [refused(404)];
    await courier.deliver();

    assert.deepEqual(await outbox.places(), []);
  });

  test('is left to a window that holds it, and taken over when that dies', async () => {
    const { world, api, outbox, courier } = begin();
    await outbox.put('s', message('a'));
    const letGo = await world.around.locks.hold('parley.message.a', new AbortController().signal);
    void courier.deliver();
    await world.pass(5_100);
    assert.deepEqual(api.taken, []);
    letGo();
    await world.pass(10_000);

    assert.deepEqual(api.taken, ['s: a']);
  });

  test('is left alone when the page is closed', async () => {
    const { world, api, outbox, courier } = begin();
    await outbox.put('s', message('a'));
    api.failures = [new Unreachable('no network')];
    await courier.deliver();
    courier.close();
    await world.pass(100_000);

    assert.deepEqual(api.taken, []);
  });
});
