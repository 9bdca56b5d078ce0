// The search of the side bar: conversations by name, and messages by what they say.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startChromium } from './chromium.mjs';
import { tellHistory } from './histories.mjs';
import { eventually, visit } from './visitor.mjs';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const SEARCH = /\/api\/chat\/search\//;
const NIGHT_TRAIN = 'When does the night train to Oslo leave?';

let browser;
before(async () => {
  browser = await startChromium();
});
after(() => browser?.close());

const hits = ({ page }) => page.locator('.hit');
const lookFor = async ({ page }, text) => {
  await page.keyboard.press('Control+K');
  await page.keyboard.type(text);
};
const told = ({ page }) => page.locator('.sidebar > [role=status]').textContent();

/** What is marked within a message, in the order of the text. */
const marked = ({ page }) =>
  page.evaluate(() => [...(CSS.highlights.get('parley-found') ?? [])].map(range => range.toString()));

/** From now on the server finds what it is told to find, page by page. */
async function tellResults({ page, session }, pages, { complete = true } = {}) {
  const asked = [];
  await page.route(SEARCH, async route => {
    const after = new URL(route.request().url()).searchParams.get('after');
    asked.push(after);
    const at = Number(after ?? 0);
    const results = pages[at].map(position => ({
      session_id: session,
      session_title: 'A long conversation',
      message_id: `${String(position).padStart(8, '0')}-0000-4000-8000-000000000000`,
      type: position % 2 === 1 ? 'user' : 'ai',
      position,
      created_at: '2024-01-01T12:00:00.000Z',
      snippet: `…said at place ${position}, and more…`,
      highlights: [{ start: 9, end: 14 }],
    }));
    const next = at + 1 < pages.length ? String(at + 1) : null;
    await route.fulfill({ json: { results, has_more: next !== null, after: next, complete } });
  });
  return asked;
}

test('finds what was said, goes there, and marks it', () =>
  visit(browser, {}, async visitor => {
    const { page } = visitor;
    await visitor.open();
    await visitor.ask(NIGHT_TRAIN);
    const { session } = visitor;
    await visitor.ask('Plan the rest [sample]');
    await page.keyboard.press('Control+Shift+O');
    await page.locator('.welcome').waitFor();
    await visitor.ask('Something else');

    await lookFor(visitor, 'OSLO lea');
    await hits(visitor).nth(1).waitFor();
    assert.deepEqual(await page.locator('.sessions h2').allInnerTexts(), ['By name', 'In messages']);
    assert.deepEqual(await page.locator('.row .title').allInnerTexts(), [NIGHT_TRAIN]);
    assert.deepEqual((await page.locator('.hit mark').allInnerTexts()).slice(0, 2), ['Oslo', 'lea']);
    assert.equal(await told(visitor), '3 results');
    await visitor.look('search-found');
    await visitor.isAccessible();

    // By keys: over the name to what the assistant said, which came later, and to the question.
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('.question.found', { hasText: NIGHT_TRAIN }).waitFor();
    assert.equal(visitor.session, null, 'the address says which message it is');
    assert.equal(new URL(page.url()).pathname + new URL(page.url()).hash, `/chat/${session}#message-1`);
    assert.deepEqual(await marked(visitor), ['Oslo', 'lea']);
    assert.ok(await page.evaluate(() => document.activeElement.classList.contains('found')));
    await visitor.look('search-gone-to');
    await visitor.isAccessible();

    // The search is still there, for the next one; the address leads there, too.
    await hits(visitor).first().click();
    await page.locator('.reply.found', { hasText: 'night train' }).waitFor();
    await page.goBack();
    await page.locator('.question.found', { hasText: NIGHT_TRAIN }).waitFor();
    await page.reload();
    await page.locator('.question.found', { hasText: NIGHT_TRAIN }).waitFor();
  }));

test('says that there is nothing, and gives the list back', () =>
  visit(browser, { mayFail: true }, async visitor => {
    const { page } = visitor;
    await visitor.open();
    await visitor.ask('Hello');
    await lookFor(visitor, 'zebra crossing');
    await page.locator('.sessions').getByText('Nothing was found for “zebra crossing”.').waitFor();
    assert.equal(await told(visitor), 'Nothing was found for “zebra crossing”.');
    await visitor.look('search-nothing');
    await page.keyboard.press('Escape');
    await page.locator('.row', { hasText: 'Hello' }).waitFor();
    assert.equal(await told(visitor), '');

    await page.keyboard.type('a b c d e f g h i');
    await page.getByText('Search for at most 8 words at once.').waitFor();
  }));

test('reads on, says where it ends, and goes back as far as it takes', () =>
  visit(browser, {}, async visitor => {
    const { page } = visitor;
    await visitor.open();
    await visitor.ask('Hello');
    await tellHistory(visitor, 1_000, position =>
      position === 7
        ? `The first word of many. ${'More of them. '.repeat(200)} And this place is the last.`
        : `At ${position}`,
    );
    await visitor.reload();
    const asked = await tellResults(visitor, [[901, 800], [], [7]], { complete: false });
    await lookFor(visitor, 'place');
    await hits(visitor).nth(1).waitFor();
    assert.equal(await told(visitor), 'The first 2 results');
    await page.locator('.finding .more').click();
    await hits(visitor).nth(2).waitFor();
    assert.deepEqual(asked, [null, '1', '2'], 'a page without results is passed over');
    await page.getByText('Only the newest were looked at.').waitFor();
    assert.ok(
      await hits(visitor)
        .nth(2)
        .evaluate(link => link === document.activeElement),
    );
    await visitor.look('search-end');
    await visitor.isAccessible();

    await page.keyboard.press('Enter');
    await page.locator('.turn.found', { hasText: 'The first word' }).waitFor();
    assert.deepEqual(await marked(visitor), ['place']);
    const isSeen = await page.evaluate(() => {
      const [range] = CSS.highlights.get('parley-found');
      const { top, bottom } = range.getBoundingClientRect();
      const scroller = document.querySelector('.scroller').getBoundingClientRect();
      return top > scroller.top && bottom < scroller.bottom;
    });
    assert.ok(isSeen, 'the word is in sight, though it stands far down in its message');
    await visitor.button('To the newest message').click();
    await page.locator('.bubble', { hasText: 'At 999' }).waitFor();
  }));

test('waits for a busy server, and asks again when there was no answer', () =>
  visit(browser, { mayFail: true }, async visitor => {
    const { page } = visitor;
    await visitor.open();
    await visitor.ask(NIGHT_TRAIN);
    let times = 0;
    await page.route(SEARCH, route =>
      ++times === 1
        ? route.fulfill({ status: 429, headers: { 'Retry-After': '1' }, json: { error_code: 'RATE_LIMITED' } })
        : route.abort(),
    );
    await lookFor(visitor, 'Oslo');
    await page.getByText('The search goes on in a moment.').waitFor();
    await visitor.look('search-busy');
    await page.getByText('Messages can’t be searched at the moment.').waitFor();
    await visitor.look('search-failed');
    await visitor.isAccessible();
    await page.unroute(SEARCH);
    await page.locator('.finding').getByRole('button', { name: 'Try again' }).click();
    await hits(visitor).nth(1).waitFor();
  }));

test('what is typed on counts, not what is answered late', () =>
  visit(browser, {}, async visitor => {
    const { page } = visitor;
    await visitor.open();
    await visitor.ask(NIGHT_TRAIN);
    let letGo;
    const held = new Promise(resolve => (letGo = resolve));
    await page.route(/search\/\?q=night&/, async route => {
      await held;
      await route.continue();
    });
    const early = page.waitForRequest(/search\/\?q=night&/);
    await lookFor(visitor, 'night');
    await early;
    await page.locator('.hit-rows').waitFor();
    await visitor.look('search-looking');
    await page.keyboard.type('ingale');
    await page.getByText('Nothing was found for “nightingale”.').first().waitFor({ state: 'attached' });
    const late = page.waitForResponse(/search\/\?q=night&/);
    letGo();
    await late;
    await eventually(async () => assert.equal(await hits(visitor).count(), 0));
  }));

test('on a phone it is in the drawer, which leaves with the choice', () =>
  visit(browser, { ...PHONE, locale: 'zh-TW' }, async visitor => {
    const { page } = visitor;
    await visitor.open();
    await visitor.ask('夜車到台南要多久？');
    await visitor.button('顯示對話清單').tap();
    await page.locator('.sidebar.open').waitFor();
    await page.getByRole('searchbox').fill('夜車');
    await hits(visitor).nth(1).waitFor();
    await visitor.look('search-phone');
    await visitor.isAccessible();
    await hits(visitor).last().tap();
    await page.locator('.sidebar.open').waitFor({ state: 'detached' });
    await page.locator('.question.found').waitFor();
    await visitor.look('search-phone-gone-to');
  }));
