import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import { Api, TokenGuest, ShelfInMemory } from '../../core/index.ts';
import { World } from './world.mjs';

/** An API whose requests are noted, and answered with nothing but a token. */
function noted(more) {
  const world = new World(1);
  const asked = [];
  const fetch = async (url, { headers }) => {
    asked.push({ url, headers });
    return new Response('{"token":"t","sessions":[],"has_more":false,"after":null}');
  };
  const identity = new TokenGuest(new ShelfInMemory());
  const api = new Api({ base: 'https://chat.example', identity, around: { ...world.around, fetch }, ...more });
  return { api, asked };
}

describe('a key that names the tenant', () => {
  test('goes with every request and every socket', async () => {
    const { api, asked } = noted({ widgetKey: 'acme-1234' });
    await api.sessions(true, null);

    assert.deepEqual(
      asked.map(({ headers }) => headers['X-Parley-Widget-Key']),
      ['acme-1234', 'acme-1234'],
    );
    assert.equal(
      api.socketAddress('/ws/chat/s/', 'https://shop.example/'),
      'wss://chat.example/ws/chat/s/?widget_key=acme-1234',
    );
  });

  test('is not there where the host says it', async () => {
    const { api, asked } = noted({});
    await api.sessions(true, null);

    assert.ok(asked.every(({ headers }) => !('X-Parley-Widget-Key' in headers)));
    assert.equal(api.socketAddress('/ws/user/', 'https://shop.example/'), 'wss://chat.example/ws/user/');
  });
});
