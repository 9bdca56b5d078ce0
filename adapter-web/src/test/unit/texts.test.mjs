import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'vitest';
import { isLasting, retryDelay } from '../../core/protocol/backoff.ts';
import { lengthOf, newId, sentencesOf, sha256 } from '../../core/protocol/texts.ts';

test('characters are counted as the server counts them', () => {
  assert.equal(lengthOf('aé中😀'), 4);
  assert.equal(lengthOf('👩‍👩‍👧'), 5);
});

test('ids are UUIDs of version 4 in lower case', () => {
  assert.match(newId(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(newId(), newId());
});

test('the digest is that of the UTF-8 bytes', async () => {
  const text = 'Grüße, 世界 😀';

  assert.equal(await sha256(text), createHash('sha256').update(text, 'utf8').digest('hex'));
});

test('sentences are told when they are whole', () => {
  assert.deepEqual(sentencesOf('One. Two? Thr'), { sentences: ['One.', 'Two?'], rest: 'Thr' });
  assert.deepEqual(sentencesOf('Version 2.5 is'), { sentences: [], rest: 'Version 2.5 is' });
  assert.deepEqual(sentencesOf('你好。今天'), { sentences: ['你好。'], rest: '今天' });
  assert.deepEqual(sentencesOf('a line\nnext'), { sentences: ['a line'], rest: 'next' });
});

test('three quick tries, then slow ones, spread by a quarter', () => {
  const delays = [1, 2, 3, 4, 5, 6, 7, 8, 100].map(failures => retryDelay(failures, 0.5));

  assert.deepEqual(delays, [300, 1_000, 2_500, 5_000, 10_000, 20_000, 30_000, 30_000, 30_000]);
  assert.deepEqual([retryDelay(2, 0), retryDelay(2, 1)], [750, 1_250]);
  assert.deepEqual([1, 3, 4].map(isLasting), [false, false, true]);
});
