import assert from 'node:assert/strict';
import { test } from 'vitest';
import { inMemory } from '../../page/net/storage.js';
import { Unsent, commandOf, newPlace } from '../../page/chat/unsent.js';

const message = (clientId, text = `text of ${clientId}`) => ({ clientId, text, at: '2024-01-01T12:00:00Z' });

test('what was put comes back in order, for its place alone', () => {
  const unsent = new Unsent(inMemory());
  unsent.put('here', message('b'));
  unsent.put('there', message('x'));
  unsent.put('here', message('a'));

  assert.deepEqual(unsent.at('here'), [message('b'), message('a')]);
  assert.deepEqual(unsent.places().toSorted(), ['here', 'there']);
});

test('it survives the window, and is shared by windows', () => {
  const storage = inMemory();
  new Unsent(storage).put('here', message('a'));
  const other = new Unsent(storage);
  other.put('here', message('b'));
  other.remove('a');

  assert.deepEqual(new Unsent(storage).at('here'), [message('b')]);
});

test('what belongs to others is left alone', () => {
  const storage = inMemory();
  storage.setItem('somebody else', 'not JSON');
  const unsent = new Unsent(storage);
  unsent.put('here', message('a'));
  unsent.remove('a');

  assert.deepEqual(unsent.places(), []);
  assert.equal(storage.getItem('somebody else'), 'not JSON');
});

test('a place that became a session takes its messages along', () => {
  const unsent = new Unsent(inMemory());
  const place = newPlace('command');
  unsent.put(place, message('a'));
  unsent.put(place, message('b'));
  unsent.move(place, 'session');

  assert.deepEqual(unsent.at('session'), [message('a'), message('b')]);
  assert.deepEqual(unsent.at(place), []);
  assert.equal(commandOf(place), 'command');
  assert.equal(commandOf('session'), null);
});
