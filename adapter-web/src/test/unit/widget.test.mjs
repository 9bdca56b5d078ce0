import assert from 'node:assert/strict';
import { test } from 'vitest';
import { shelf, ShelfInMemory, SignedOut, Unreachable } from '../../core/index.ts';
import { buttonWords } from '../../i18n/button.ts';
import { GivenToken } from '../../widget/identity.ts';
import { Compartment, compartmentFor, compartmentOf, Memory } from '../../widget/memory.ts';
import { Told } from '../../widget/told.ts';

const SERVER = 'https://chat.example.com';

test('what is held is read, and not written before it is let go', () => {
  const below = new ShelfInMemory();
  below.setItem('here old', 'was');
  const held = new Compartment(below, 'here', true);

  held.setItem('new', 'is');
  held.removeItem('old');

  assert.deepEqual([held.getItem('new'), held.getItem('old')], ['is', null]);
  assert.deepEqual([below.getItem('here new'), below.getItem('here old')], [null, 'was']);

  held.letGo();
  held.setItem('later', 'too');

  assert.deepEqual([below.getItem('here new'), below.getItem('here old')], ['is', null]);
  assert.equal(below.getItem('here later'), 'too');
});

test('each server, tenant, assistant and kind of visitor has a compartment of its own, within that of the server', () => {
  const all = [
    { server: SERVER, assistant: null, isGuest: true },
    { server: SERVER, assistant: null, isGuest: false },
    { server: SERVER, assistant: 'sales', isGuest: true },
    { server: `${SERVER}/eu`, assistant: null, isGuest: true },
    { server: 'https://chat.example.org', assistant: null, isGuest: true },
    { server: SERVER, widgetKey: 'acme-1234', assistant: null, isGuest: true },
  ].map(visited => ({ widgetKey: null, ...visited }));

  assert.equal(new Set(all.map(compartmentFor)).size, all.length);
  all.forEach(visited => assert.ok(compartmentFor(visited).startsWith(`${compartmentOf(visited)} `)));
});

test('a tab that was never asked does not know whether it was open', () => {
  const memory = new Memory(new ShelfInMemory(), new ShelfInMemory());
  assert.deepEqual([memory.isOpen, memory.session], [null, null]);

  memory.isOpen = false;
  memory.session = 'one';
  assert.deepEqual([memory.isOpen, memory.session], [false, 'one']);

  memory.session = null;
  assert.equal(memory.session, null);
});

test('a browser that lends no storage, or no more, is one that forgets', () => {
  const written = [];
  const storage = {
    getItem: key => (key === 'there' ? 'before' : null),
    setItem: key => {
      written.push(key);
      throw new Error('full');
    },
    removeItem: () => {},
  };
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, get: () => storage });
  const kept = shelf('localStorage');
  assert.equal(kept.getItem('there'), 'before');
  assert.deepEqual(written, []);

  kept.setItem('there', 'now');
  assert.equal(kept.getItem('there'), 'now');

  Object.defineProperty(globalThis, 'localStorage', {
    configurable: true,
    get: () => {
      throw new Error('forbidden');
    },
  });
  kept.setItem('there', 'again');
  assert.equal(kept.getItem('there'), 'again');
  kept.removeItem('there');
  assert.equal(kept.getItem('there'), null);
});

test('the page is asked for a token once, and again when it was not good', async () => {
  const tokens = ['one', 'one', 'two', 'three'];
  let asked = 0;
  const identity = new GivenToken(() => Promise.resolve(tokens[asked++]));

  assert.equal(await identity.token(), 'one');
  assert.equal(await identity.token(), 'one');
  assert.equal(asked, 1);

  identity.refused('one');
  await assert.rejects(identity.token(), SignedOut);
  assert.equal(await identity.token(), 'two');

  identity.renew();
  assert.equal(await identity.token(), 'three');
});

test('a page that has no token has nobody logged in; one that could not get it may get it yet', async () => {
  await assert.rejects(new GivenToken(() => Promise.resolve(null)).token(), SignedOut);

  let isDown = true;
  const identity = new GivenToken(() => (isDown ? Promise.reject(new Error('down')) : Promise.resolve('one')));
  await assert.rejects(identity.token(), Unreachable);
  isDown = false;
  assert.equal(await identity.token(), 'one');
});

test('news is what comes after what was there', () => {
  const message = (position, type = 'ai') => ({ id: `m${position}`, type, text: `t${position}`, position });
  const chat = { isLoaded: false, session: 's', state: { messages: [], readUpTo: 0 } };
  const told = new Told(chat);
  assert.deepEqual(told.news(), []);

  chat.isLoaded = true;
  chat.state = { messages: [message(3, 'user'), message(4)], readUpTo: 3 };
  assert.deepEqual(told.news(), []);
  assert.equal(told.unread, 1);

  chat.state = {
    messages: [message(1), message(2), ...chat.state.messages, message(5, 'user'), message(6)],
    readUpTo: 4,
  };
  assert.deepEqual(told.news(), [
    { sessionId: 's', messageId: 'm5', type: 'user', text: 't5' },
    { sessionId: 's', messageId: 'm6', type: 'ai', text: 't6' },
  ]);
  assert.deepEqual(told.news(), []);
  assert.equal(told.unread, 1);
});

test('in a conversation that begins here everything is news', () => {
  const chat = { isLoaded: true, session: null, state: { messages: [], readUpTo: 0 } };
  const told = new Told(chat);
  assert.deepEqual(told.news(), []);

  chat.session = 's';
  chat.state = { messages: [{ id: 'm1', type: 'user', text: 'Hello', position: 1 }], readUpTo: 0 };
  assert.deepEqual(told.news(), [{ sessionId: 's', messageId: 'm1', type: 'user', text: 'Hello' }]);
  assert.equal(told.unread, 0);
});

test('the button says the same in all languages', () => {
  for (const locale of ['zh-TW', 'zh-CN']) {
    assert.deepEqual(Object.keys(buttonWords(locale)), Object.keys(buttonWords('en')));
    assert.match(buttonWords(locale).openUnread('9+'), /9\+/);
  }
});
