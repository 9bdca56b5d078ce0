import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'vitest';
import { TypingSignal } from '../../core/chat/typing-signal.ts';
import { Typists } from '../../core/chat/typists.ts';
import { frameFrom } from '../../core/protocol/frames.ts';
import { World } from './world.mjs';

let world;

beforeEach(() => {
  world = new World(1);
});

const online = (user, role) => ({ type: 'presence', user_id: user, state: 'online', role });
const typing = (user, isTyping) => ({ type: 'typing', user_id: user, is_typing: isTyping });

describe('who types', () => {
  let changes;
  let typists;

  beforeEach(() => {
    changes = 0;
    typists = new Typists(world.around, () => changes++);
  });

  test('is told with what they are there as', () => {
    typists.take(online('rita', 'agent'));
    assert.deepEqual(typists.roles, []);
    typists.take(typing('rita', true));
    typists.take(typing('somebody', true));
    assert.deepEqual(typists.roles, ['agent', null]);
    typists.take(typing('rita', false));
    assert.deepEqual(typists.roles, [null]);
    assert.equal(changes, 3);
  });

  test('is forgotten when nothing is heard for a while, and not before', async () => {
    typists.take(typing('rita', true));
    await world.pass(5_000);
    typists.take(typing('rita', true));
    await world.pass(6_900);
    assert.equal(typists.roles.length, 1);
    assert.equal(changes, 1);

    await world.pass(200);
    assert.deepEqual(typists.roles, []);
    assert.equal(changes, 2);
  });

  test('types no more who has left, and nobody when the connection is lost', async () => {
    typists.take(online('rita', 'agent'));
    typists.take(typing('rita', true));
    typists.take({ ...online('rita', 'agent'), state: 'offline' });
    assert.deepEqual(typists.roles, []);

    typists.take(online('rita', 'agent'));
    typists.take(typing('rita', true));
    typists.clear();
    assert.deepEqual(typists.roles, []);
    typists.take(typing('rita', true));
    assert.deepEqual(typists.roles, [null]);
    const before = changes;
    typists.take(typing('another', false));
    assert.equal(changes, before);
  });
});

describe('that one types', () => {
  let sent;
  let isOnline;
  let signal;

  beforeEach(() => {
    sent = [];
    isOnline = true;
    signal = new TypingSignal(world.around, isTyping => {
      if (isOnline) {
        sent.push(isTyping);
      }
      return isOnline;
    });
  });

  test('is said at once, and while it goes on once in a while', async () => {
    for (let key = 0; key < 60; key++) {
      signal.typed(true);
      await world.pass(100);
    }
    assert.deepEqual(sent, [true, true, true]);
  });

  test('ends with the text, and when nothing is typed for a while', async () => {
    signal.typed(true);
    signal.typed(false);
    signal.typed(false);
    assert.deepEqual(sent, [true, false]);

    signal.typed(true);
    await world.pass(4_900);
    assert.deepEqual(sent, [true, false, true]);
    await world.pass(200);
    assert.deepEqual(sent, [true, false, true, false]);
    await world.pass(60_000);
    assert.equal(sent.length, 4);
  });

  test('is said later if it can not be said now, and its end not at all', () => {
    isOnline = false;
    signal.typed(true);
    signal.typed(false);
    isOnline = true;
    assert.deepEqual(sent, []);

    signal.typed(true);
    signal.forget();
    signal.stop();
    signal.typed(true);
    assert.deepEqual(sent, [true, true]);
  });
});

test('frames of presence are read as they are described, and damaged ones are told', () => {
  for (const frame of [online('rita', 'agent'), typing('rita', true)]) {
    assert.deepEqual(frameFrom(JSON.stringify(frame)), frame);
  }
  assert.throws(() => frameFrom('{"type":"typing","user_id":"rita","is_typing":"yes"}'), SyntaxError);
  assert.throws(() => frameFrom('{"type":"presence","user_id":"rita"}'), SyntaxError);
});
