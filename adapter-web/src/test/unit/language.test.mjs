import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import { en } from '../../i18n/en.ts';
import { LOCALES, groupOf, languageFor, localeFor } from '../../i18n/index.ts';

/** The paths of all that is said, with what kind it is. */
function pathsOf(words, path = '') {
  return Object.entries(words).flatMap(([key, said]) =>
    typeof said === 'object' ? pathsOf(said, `${path}${key}.`) : [`${path}${key}: ${typeof said}`],
  );
}

describe('languages', () => {
  for (const { locale } of [...LOCALES, { locale: 'qps-mirror' }]) {
    test(`${locale} says everything`, async () => {
      const { words } = await languageFor(locale, []);

      assert.deepEqual(pathsOf(words).sort(), pathsOf(en).sort());
    });
  }

  for (const locale of ['zh-TW', 'zh-CN']) {
    test(`${locale} is not English`, async () => {
      const { words } = await languageFor(locale, []);
      const same = pathsOf(en)
        .map(path => path.split(':')[0].split('.'))
        .filter(path => path.at(-1) !== 'product')
        .filter(path => {
          const [ours, theirs] = [words, en].map(each => path.reduce((at, key) => at[key], each));
          return typeof ours === 'string' && ours === theirs;
        });

      assert.deepEqual(same, []);
    });
  }

  test('the two Chinese do not share their characters', async () => {
    const all = async locale => JSON.stringify((await languageFor(locale, [])).words);

    assert.equal(/[这对话归档删复错误网络]/.test(await all('zh-TW')), false);
    assert.equal(/[這對檔刪複錯誤網絡]/.test(await all('zh-CN')), false);
  });

  test('the browser’s first wish that can be met counts', () => {
    for (const [wishes, locale] of [
      [['de', 'en-GB'], 'en'],
      [['zh'], 'zh-CN'],
      [['zh-Hant-HK'], 'zh-TW'],
      [['zh-TW', 'en'], 'zh-TW'],
      [['zh-SG'], 'zh-CN'],
      [['zh-Hans-TW'], 'zh-CN'],
      [['ja'], 'en'],
      [[], 'en'],
    ]) {
      assert.equal(localeFor(wishes), locale, `${wishes}`);
    }
  });

  test('numbers, times and days are written as the region writes them', async () => {
    const british = await languageFor('en', ['en-GB']);
    const now = new Date(2026, 4, 5, 12);
    const daysAgo = days => new Date(2026, 4, 5 - days, 9).toISOString();

    assert.equal(british.number(4000), '4,000');
    assert.equal(british.dayName(daysAgo(0), now), 'Today');
    assert.equal(british.dayName(daysAgo(1), now), 'Yesterday');
    assert.match(british.dayName(daysAgo(3), now), /2 May/);
    assert.equal(british.timeAgo(daysAgo(1), now), 'yesterday');
    assert.equal(british.timeAgo(new Date(2026, 4, 5, 11, 58).toISOString(), now), '2 minutes ago');
    assert.equal(british.briefTime(daysAgo(1), now), 'yesterday');
    assert.equal(british.briefTime(daysAgo(30), now), '5 Apr');
    assert.equal(british.briefTime(daysAgo(365), now), '5 May 2025');
    assert.equal((await languageFor('zh-TW', [])).dayName(daysAgo(0), now), '今天');
  });

  test('a tag that is none does no harm', async () => {
    for (const wishes of [
      ['en-US@posix'],
      ['en_US'],
      ['en-'],
      ['en-GB-'.repeat(50)],
      ['@en', 'en', ''],
      ['zh_TW.UTF-8'],
    ]) {
      const language = await languageFor(localeFor(wishes), wishes);

      assert.equal(language.number(4000), '4,000', `${wishes}`);
    }
    assert.match((await languageFor('en', ['en_GB'])).briefTime('2026-04-05T12:00:00Z', new Date(2026, 4, 5)), /5 Apr/);
  });

  test('numbers of things agree with their words', () => {
    assert.equal(en.unread(1, '1'), '1 unread message');
    assert.equal(en.unread(2, '2'), '2 unread messages');
  });

  test('groups of a list', () => {
    const now = new Date(2026, 4, 10, 12);
    const daysAgo = days => groupOf(new Date(2026, 4, 10 - days, 23).toISOString(), now);

    assert.deepEqual([0, 1, 2, 6, 7].map(daysAgo), ['today', 'yesterday', 'week', 'week', 'older']);
  });
});
