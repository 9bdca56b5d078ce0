// The page in all its languages, also mirrored, and for everybody.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startChromium } from './chromium.mjs';
import { visit } from './visitor.mjs';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

let browser;
before(async () => {
  browser = await startChromium();
});
after(() => browser?.close());

/** Nothing stands outside of what holds it, and the page can't be scrolled to the side. */
async function fits({ page }) {
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll('#page *')]
      .filter(
        element =>
          element.checkVisibility({ visibilityProperty: true }) &&
          !element.closest('.unseen, .table-box table, .code-block pre *'),
      )
      .filter(element => {
        const { left, right } = element.getBoundingClientRect();
        return right > innerWidth + 0.5 || left < -0.5;
      })
      .map(element => `${element.tagName}.${element.className}`),
  );
  assert.deepEqual(wide, []);
  assert.equal(await page.evaluate(() => document.scrollingElement.scrollWidth > innerWidth), false);
}

describe('nobody is kept out', () => {
  for (const [name, wishes] of Object.entries({ light: {}, dark: { colorScheme: 'dark' }, phone: PHONE })) {
    test(name, () =>
      visit(browser, wishes, async visitor => {
        const { page } = visitor;
        await visitor.open();
        await page.locator('.suggestions').waitFor();
        await visitor.isAccessible();
        await visitor.ask('Plan a weekend [sample]');
        await visitor.isAccessible();
        await visitor.say('Think about it [stall]');
        await page.locator('.dots').waitFor();
        await visitor.isAccessible();
        await page.locator('.round.stop').click();
        await page.locator('.reply', { hasText: 'Stopped' }).waitFor();
        await visitor.say('Break [cut]');
        await page.locator('.reply.failed').waitFor();
        await visitor.isAccessible();
        await visitor.field.fill('x'.repeat(4_001));
        await visitor.isAccessible();
        if (wishes.isMobile) {
          await page.locator('.header .icon-button').first().tap();
          await page.locator('.sidebar.open').waitFor();
        }
        await page.locator('.row-more').first().click();
        await page.getByRole('menuitem').first().waitFor();
        await visitor.isAccessible();
        await page.getByRole('menuitem').last().click();
        await page.locator('.notice').waitFor();
        await visitor.isAccessible();
      }),
    );
  }

  test('where a conversation is gone, and where there is no network', () =>
    visit(browser, { mayFail: true }, async visitor => {
      await visitor.open('/chat/00000000-0000-4000-8000-000000000000');
      await visitor.page.locator('.gone').waitFor();
      await visitor.isAccessible();
      await visitor.page.locator('.gone button').click();
      await visitor.ask('Hello');
      await visitor.page.context().setOffline(true);
      await visitor.page.locator('.banner').waitFor();
      await visitor.say('Later');
      await visitor.page.locator('.question.unsent').waitFor();
      await visitor.isAccessible();
    }));
});

describe('every language', () => {
  const LANGUAGES = {
    'zh-TW': { greeting: /新對話/, thinking: '思考中…', stopped: '已停止', dir: 'ltr' },
    'zh-CN': { greeting: /新对话/, thinking: '思考中…', stopped: '已停止', dir: 'ltr' },
    qps: { greeting: /Ñ/, thinking: /ţĥîñķîñĝ/, stopped: /Šţôþþéđ/, dir: 'rtl' },
  };
  for (const [locale, { greeting, thinking, stopped, dir }] of Object.entries(LANGUAGES)) {
    for (const [size, wishes] of Object.entries({ desktop: {}, phone: PHONE })) {
      test(`${locale} on a ${size}`, () =>
        visit(browser, { ...wishes, locale: locale === 'qps' ? 'en-GB' : locale }, async visitor => {
          const { page } = visitor;
          await visitor.open(locale === 'qps' ? '/?locale=qps' : '/');
          assert.equal(await page.evaluate(() => document.documentElement.dir), dir);
          await page.locator('.suggestions').waitFor();
          assert.match(await page.locator('.sidebar').textContent(), greeting);
          await visitor.look(`${locale}-${size}-empty`);
          await fits(visitor);
          await visitor.ask('Plan a weekend [sample]');
          await visitor.look(`${locale}-${size}-sample`);
          await fits(visitor);
          await visitor.say('Think [stall]');
          await page.locator('.dots').waitFor();
          await page.locator('.header .state').getByText(thinking).waitFor();
          await page.locator('.round.stop').click();
          await page.locator('.reply .reason').getByText(stopped).waitFor();
          await visitor.look(`${locale}-${size}-stopped`);
          await visitor.isAccessible();
        }));
    }
  }
});

test('the list is searched by name, with keys alone', () =>
  visit(browser, {}, async visitor => {
    const { page } = visitor;
    await visitor.open();
    for (const text of ['About apples', 'About pears', 'Green apples']) {
      await visitor.ask(text);
      await page.keyboard.press('Control+Shift+O');
      await page.locator('.welcome').waitFor();
    }
    await page.keyboard.press('Control+K');
    await page.keyboard.type('APPLES');
    await page.locator('.row', { hasText: 'About pears' }).waitFor({ state: 'detached' });
    assert.deepEqual((await page.locator('.row .title').allInnerTexts()).sort(), ['About apples', 'Green apples']);
    await visitor.look('search');
    await page.keyboard.type(' xyz');
    await page.locator('.sessions').getByText('Nothing was found for “APPLES xyz”.').waitFor();
    await visitor.isAccessible();
    await page.keyboard.press('Escape');
    await page.locator('.row', { hasText: 'About pears' }).waitFor();
  }));

test('what was said last is taken up again by a key', () =>
  visit(browser, {}, async visitor => {
    await visitor.open();
    await visitor.ask('Say it again');
    await visitor.field.press('ArrowUp');
    assert.equal(await visitor.field.inputValue(), 'Say it again');
    await visitor.field.press('Enter');
    await visitor.page.locator('.question').nth(1).waitFor();
  }));
