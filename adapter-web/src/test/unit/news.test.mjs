import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'vitest';
import { News, Sessions, ShelfInMemory } from '../../core/index.ts';
import { World, settled } from './world.mjs';

let world;
let sockets;
let told;
let news;

class Socket {
  sent = [];
  readyState = 1;

  constructor(url, protocols) {
    Object.assign(this, { url, protocols });
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.readyState = 3;
  }

  says(frame) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

beforeEach(async () => {
  world = new World(1);
  sockets = [];
  told = [];
  const around = {
    ...world.around,
    openSocket: (url, protocols) => {
      const socket = new Socket(url, protocols);
      sockets.push(socket);
      queueMicrotask(() => socket.onopen?.());
      return socket;
    },
  };
  const api = {
    userTicket: async () => 'one-time',
    socketAddress: path => `ws://server${path}`,
  };
  news = new News(
    { api, around, page: 'http://server/' },
    {
      sessionChanged: session => told.push(`changed ${session.session_id}`),
      sessionRemoved: session => told.push(`removed ${session}`),
      preferencesChanged: preferences => told.push(`theme ${preferences.theme}`),
      reload: () => told.push('reload'),
    },
  );
  news.begin();
  await settled();
});

const system = seq => ({ type: 'system', user_info: { user_id: 'alice', last_user_seq: seq } });
const changed = (seq, id) => ({ type: 'session_changed', user_seq: seq, session: { session_id: id } });

describe('news', () => {
  test('come over a socket that is opened by a ticket, and begin with a look at the list', () => {
    const [socket] = sockets;
    assert.equal(socket.url, 'ws://server/ws/user/');
    assert.deepEqual(socket.protocols, ['parley.v1', 'ticket.one-time']);
    assert.deepEqual(socket.sent, []);
    socket.says(system(41));
    socket.says(changed(42, 'a'));
    socket.says({ type: 'session_removed', user_seq: 43, session_id: 'b' });
    socket.says({ type: 'preferences_changed', user_seq: 44, preferences: { theme: 'dark' } });

    assert.deepEqual(told, ['reload', 'changed a', 'removed b', 'theme dark']);
  });

  test('go on where they were when the connection comes back', async () => {
    sockets[0].says(system(41));
    sockets[0].says(changed(42, 'a'));
    sockets[0].onclose({ code: 1006 });
    await world.pass(2_000);
    const [, second] = sockets;
    assert.deepEqual(second.sent, [{ type: 'resume', after_user_seq: 42 }]);
    second.says(system(43));
    second.says({ type: 'resumed', last_user_seq: 43, complete: true });
    second.says(changed(43, 'b'));

    assert.deepEqual(told, ['reload', 'changed a', 'changed b']);
  });

  test('that can not be told again are read anew', async () => {
    sockets[0].says(system(41));
    sockets[0].onclose({ code: 1006 });
    await world.pass(2_000);
    sockets[1].says(system(7));
    sockets[1].says({ type: 'resumed', last_user_seq: 7, complete: false, reload: true });
    sockets[1].says(changed(8, 'a'));

    assert.deepEqual(told, ['reload', 'reload', 'changed a']);
  });

  test('are told once, and never over a hole', async () => {
    sockets[0].says(system(41));
    sockets[0].says(changed(42, 'a'));
    sockets[0].says(changed(42, 'a'));
    sockets[0].says(changed(44, 'c'));
    await world.pass(2_000);

    assert.deepEqual(told, ['reload', 'changed a']);
    assert.deepEqual(sockets[1].sent, [{ type: 'resume', after_user_seq: 42 }]);
  });

  test('end when nobody wants them', async () => {
    news.close();
    await world.pass(100_000);

    assert.equal(sockets.length, 1);
  });
});

describe('the list', () => {
  const session = (id, minute, more = {}) => ({
    session_id: id,
    updated_at: `2024-01-01T12:0${minute}:00Z`,
    is_active: true,
    ...more,
  });
  const listed = async () => {
    const api = {
      sessions: async () => ({ sessions: [session('b', 2), session('a', 1)], has_more: false, after: null }),
    };
    const sessions = new Sessions(api, new ShelfInMemory(), () => {});
    await sessions.refresh();
    return sessions;
  };
  const ids = sessions => sessions.list.map(each => each.session_id);

  test('takes what is told, in the order of use', async () => {
    const sessions = await listed();
    sessions.take(session('a', 3, { title: 'Renamed' }));
    assert.deepEqual(ids(sessions), ['a', 'b']);
    assert.equal(sessions.list[0].title, 'Renamed');
    sessions.take(session('c', 4));
    sessions.drop('b');

    assert.deepEqual(ids(sessions), ['c', 'a']);
  });

  test('does not take what is older than what it has', async () => {
    const sessions = await listed();
    sessions.take(session('b', 0, { title: 'Old' }));

    assert.equal(sessions.list[0].title, undefined);
  });

  test('lets go of what was archived', async () => {
    const sessions = await listed();
    sessions.take(session('b', 5, { is_active: false }));

    assert.deepEqual(ids(sessions), ['a']);
  });
});
