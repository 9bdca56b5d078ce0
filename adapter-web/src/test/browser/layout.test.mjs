import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startChromium } from './chromium.mjs';
import { Network } from './network.mjs';
import { SERVER, eventually, visit } from './visitor.mjs';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const NARROW = { viewport: { width: 320, height: 640 } };
const SIZES = {
  desktop: {},
  phone: PHONE,
  narrow: NARROW,
  dark: { colorScheme: 'dark' },
  'phone-dark': { ...PHONE, colorScheme: 'dark' },
};

const WORD = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(3);
const AWKWARD = [
  'ok',
  WORD,
  '👩‍👩‍👧‍👦😀🎉',
  'مرحبا، كيف يمكنني المساعدة اليوم؟ 123',
  '今天的天氣怎麼樣？我想去台南走走，看看老街和廟宇，順便吃一碗牛肉湯。',
  '<img src=x onerror=alert(1)> <b>**not bold**</b> & "quotes"',
  `Lines\n\n    kept as they are\n\tand tabs`,
];

let browser;
before(async () => {
  browser = await startChromium();
});
after(() => browser?.close());

/** Nothing is wider than the window, and nothing is cut off in it. */
async function fits({ page }) {
  const wide = await page.evaluate(() => {
    const isScrolled = element => element.parentElement.closest('pre, .table-box') !== null;
    const isHidden = element =>
      !element.checkVisibility({ visibilityProperty: true }) ||
      element.closest('.unseen, .sidebar:not(.open)') !== null;
    return [...document.querySelectorAll('#page *')]
      .filter(element => !isScrolled(element) && !isHidden(element))
      .filter(
        element =>
          element.getBoundingClientRect().right > innerWidth + 0.5 || element.getBoundingClientRect().left < -0.5,
      )
      .map(element => `${element.tagName}.${element.className} ${element.textContent.slice(0, 30)}`);
  });
  assert.deepEqual(wide, []);
  assert.equal(await page.evaluate(() => document.scrollingElement.scrollWidth > innerWidth), false);
}

for (const [name, wishes] of Object.entries(SIZES)) {
  test(`${name}: everything fits`, () =>
    visit(browser, wishes, async visitor => {
      await visitor.open();
      await visitor.page.locator('.suggestions').waitFor();
      await visitor.look(`${name}-empty`);
      await fits(visitor);

      await visitor.ask('Plan a weekend in Tainan [sample]');
      await visitor.look(`${name}-sample`);
      await fits(visitor);

      await visitor.say('Think about it [stall]');
      await visitor.page.locator('.dots').waitFor();
      await visitor.look(`${name}-thinking`);
      await visitor.button('Stop').click();
      await visitor.page.locator('.reply', { hasText: 'Stopped' }).waitFor();
      await visitor.say('Go on [endless]');
      await visitor.sees('word9');
      await visitor.look(`${name}-writing`);
      await visitor.button('Stop').click();
      await visitor.page.locator('.reply', { hasText: 'Stopped' }).nth(1).waitFor();
      await visitor.say('Break [cut]');
      await visitor.page.locator('.reply.failed').waitFor();
      await visitor.look(`${name}-failed`);
      await fits(visitor);

      for (const text of AWKWARD) {
        await visitor.ask(text);
      }
      await visitor.look(`${name}-awkward`);
      await fits(visitor);
      const seen = await visitor.transcript();
      assert.deepEqual(
        AWKWARD.filter(text => !seen.includes(`you: ${text}`)),
        [],
      );
      await visitor.page.locator('.scroller').evaluate(scroller => scroller.scrollTo(0, 900));
      await visitor.look(`${name}-scrolled`);

      await visitor.field.fill('字'.repeat(4_001));
      await visitor.page.getByText('4,001 of 4,000').waitFor();
      assert.ok(await visitor.button('Send').isDisabled());
      await visitor.field.press('Enter');
      assert.equal((await visitor.field.inputValue()).length, 4_001);
      await visitor.look(`${name}-too-long`);
      await fits(visitor);
    }));
}

test('at 200 % everything is still there', () =>
  visit(browser, { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }, async visitor => {
    const { page } = visitor;
    await visitor.open();
    await page.locator('.suggestions').waitFor();
    await visitor.look('zoomed-empty');
    await fits(visitor);
    await visitor.ask('Plan a weekend in Tainan [sample]');
    await visitor.look('zoomed-sample');
    await fits(visitor);
    await visitor.button('Show conversations').click();
    await page.locator('.sidebar.open').waitFor();
    await visitor.look('zoomed-drawer');
    await page.locator('.user-button').click();
    await visitor.look('zoomed-menu');
    await page.getByRole('menuitem', { name: 'Settings' }).click();
    await page.getByRole('dialog').waitFor();
    await visitor.look('zoomed-settings');
    const isInSight = await page.getByRole('dialog').evaluate(dialog => {
      const { top, bottom } = dialog.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
    assert.ok(isInSight);
  }));

test('4,000 characters are sent whole', () =>
  visit(browser, {}, async visitor => {
    await visitor.open();
    const text = '😀'.repeat(4_000);
    await visitor.say(text);
    await visitor.isDone('😀');

    assert.equal((await visitor.transcript())[0], `you: ${text}`);
    assert.equal((await visitor.stored())[0], `you: ${text}`);
  }));

test('a message that has become too long is told once, not with every key', () =>
  visit(browser, {}, async visitor => {
    await visitor.open();
    const told = visitor.page.locator('.composer .unseen[role=status]');
    await visitor.field.fill('a'.repeat(4_000));
    assert.equal(await told.textContent(), '');
    await visitor.field.press('End');
    await visitor.field.press('b');

    assert.equal(await told.textContent(), 'The message is too long.');
    assert.equal(
      await visitor.page.locator('.counter').evaluate(counter => counter.closest('[aria-live], output, [role=status]')),
      null,
    );
    await visitor.field.press('Backspace');
    assert.equal(await told.textContent(), '');
  }));

test('empty and blank messages can not be sent', () =>
  visit(browser, {}, async visitor => {
    await visitor.open();
    assert.ok(await visitor.button('Send').isDisabled());
    await visitor.say('  \n ');
    assert.ok(await visitor.button('Send').isDisabled());

    assert.equal(visitor.session, null);
  }));

test('on a phone the conversations are in a drawer', () =>
  visit(browser, PHONE, async visitor => {
    await visitor.open();
    await visitor.ask('About apples');
    const drawer = visitor.page.getByRole('complementary', { name: 'Conversations' });
    assert.equal(await drawer.isVisible(), false);
    await visitor.button('Show conversations').tap();
    await drawer.waitFor();
    await visitor.page
      .locator('.sidebar.open')
      .evaluate(panel => Promise.all(panel.getAnimations().map(each => each.finished)));
    await visitor.look('phone-drawer');
    await drawer.getByRole('button', { name: /More about/ }).tap();
    await visitor.look('phone-menu');
    await visitor.page.getByRole('menuitem', { name: 'Archive' }).tap();
    await visitor.button('Undo').waitFor();
    await visitor.look('phone-archived');
    await visitor.button('Undo').tap();
    await drawer.getByRole('link', { name: 'About apples' }).waitFor();
    await visitor.page.keyboard.press('Escape');

    await drawer.waitFor({ state: 'hidden' });
  }));

test('on a phone everything is big enough for a finger', () =>
  visit(browser, PHONE, async visitor => {
    const tooSmall = () =>
      visitor.page.evaluate(() => {
        // Layout counts in sixty-fourths of a pixel, floats lose a little more.
        const toPixel = length => Math.round(length * 64) / 64;
        return [...document.querySelectorAll('button, .row a, .row-button, textarea')]
          .filter(each => each.checkVisibility({ visibilityProperty: true }) && !each.disabled)
          .map(each => ({
            name: each.getAttribute('aria-label') ?? each.textContent,
            width: toPixel(each.getBoundingClientRect().width),
            height: toPixel(each.getBoundingClientRect().height),
          }))
          .filter(({ width, height }) => height < 44 || width < 44)
          .map(({ name, width, height }) => `${name}: ${width} × ${height}`);
      });
    await visitor.open();
    await visitor.page.locator('.suggestions').waitFor();
    assert.deepEqual(await tooSmall(), []);
    await visitor.ask('Plan [sample]');
    await visitor.say('Break [cut]');
    await visitor.page.locator('.reply.failed').waitFor();
    assert.deepEqual(await tooSmall(), []);
    await visitor.button('Show conversations').tap();
    await visitor.page.getByRole('button', { name: /More about/ }).tap();
    await visitor.page.getByRole('menuitem', { name: 'Rename' }).waitFor();
    assert.deepEqual(await tooSmall(), []);
  }));

test('text can be read before it is sent, too', () =>
  visit(browser, { mayFail: true }, async visitor => {
    await visitor.open();
    await visitor.ask('Hello');
    await visitor.page.context().setOffline(true);
    await visitor.say('Later');
    const unsent = visitor.page.locator('.question.unsent .bubble');
    await unsent.waitFor();

    assert.ok((await contrast(unsent)) >= 4.5, `${await contrast(unsent)}`);
    await visitor.page.context().setOffline(false);
    await visitor.isDone('Later');
  }));

/** Of white text on what is behind it, as it is painted. */
async function contrast(locator) {
  const picture = (await locator.screenshot()).toString('base64');
  return locator.evaluate(async (element, png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context.drawImage(image, 0, 0);
    const [red, green, blue] = [...context.getImageData(image.width / 2, 4, 1, 1).data]
      .slice(0, 3)
      .map(part => part / 255)
      .map(part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
  }, picture);
}

describe('keys alone', () => {
  const focused = page =>
    page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim());

  test('reach everything, and the focus is always to be seen', () =>
    visit(browser, {}, async visitor => {
      const { page } = visitor;
      await visitor.open();
      await eventually(async () => assert.equal(await focused(page), 'Write a message'));
      await page.keyboard.type('One');
      await page.keyboard.press('Shift+Enter');
      await page.keyboard.type('Two');
      await page.keyboard.press('Enter');
      await visitor.isDone('One');
      assert.equal((await visitor.transcript())[0], 'you: One\nTwo');

      const names = [];
      for (let step = 0; step < 12; step++) {
        await page.keyboard.press('Tab');
        names.push(await focused(page));
        const isMarked = await page.evaluate(
          () =>
            document.activeElement === document.body ||
            getComputedStyle(document.activeElement).outlineStyle !== 'none' ||
            document.activeElement.tagName === 'TEXTAREA',
        );
        assert.ok(isMarked, `focus on “${names.at(-1)}” is to be seen`);
      }
      for (const name of ['New chat', 'Archived', 'Messages', 'Copy', 'Write a message']) {
        assert.ok(names.includes(name), `${name} is reached: ${names}`);
      }
    }));

  test('open the menu of a conversation, choose, and come back', () =>
    visit(browser, {}, async visitor => {
      const { page } = visitor;
      await visitor.open();
      await visitor.ask('Name me');
      await page.getByRole('button', { name: /More about/ }).focus();
      await page.keyboard.press('Enter');
      await eventually(async () => assert.equal(await focused(page), 'Rename'));
      await visitor.look('menu');
      await page.keyboard.press('ArrowDown');
      assert.equal(await focused(page), 'Archive');
      await page.keyboard.press('Escape');
      await eventually(async () => assert.match(await focused(page), /More about/));
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      await page.keyboard.type('Named by keys');
      await visitor.look('renaming');
      await page.keyboard.press('Enter');

      await page.getByRole('heading', { level: 1, name: 'Named by keys' }).waitFor();
    }));

  test('delete a conversation, and go on with the next', () =>
    visit(browser, {}, async visitor => {
      const { page } = visitor;
      await visitor.open();
      await visitor.ask('Stays');
      await page.getByRole('link', { name: 'New chat' }).click();
      await visitor.ask('Goes');
      await page.getByRole('link', { name: 'Stays' }).click();
      await page.getByRole('button', { name: 'More about “Goes”' }).focus();
      await page.keyboard.press('Enter');
      await eventually(async () => assert.equal(await focused(page), 'Rename'));
      await page.keyboard.press('End');
      await page.keyboard.press('Enter');

      await page.getByRole('link', { name: 'Goes' }).waitFor({ state: 'detached' });
      await eventually(async () => assert.equal(await focused(page), 'Stays'));
    }));

  test('leave what an input method composes alone', () =>
    visit(browser, {}, async visitor => {
      await visitor.open();
      await visitor.field.fill('ㄋㄧˇ');
      await visitor.field.evaluate(field => {
        field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }));
        field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true }));
      });
      assert.equal(await visitor.field.inputValue(), 'ㄋㄧˇ');

      await visitor.field.press('Enter');
      await visitor.isDone('ㄋㄧˇ');
    }));
});

test('who reads further up is left alone, and led back', () =>
  visit(browser, {}, async visitor => {
    await visitor.open();
    await visitor.ask('Plan [sample]');
    await visitor.ask('Once more [sample]');
    await visitor.say('Count [slow]');
    await visitor.sees('word3');
    const scroller = visitor.page.locator('.scroller');
    await scroller.evaluate(element => element.scrollTo(0, 100));
    await visitor.sees('word40');
    assert.equal(await scroller.evaluate(element => element.scrollTop), 100);
    await visitor.button('New messages').waitFor();
    await visitor.look('new-messages');
    await visitor.button('New messages').click();
    await visitor.isDone('Count [slow]');

    assert.ok(await scroller.evaluate(element => element.scrollHeight - element.scrollTop - element.clientHeight < 2));
  }));

test('replies are announced by the sentence', () =>
  visit(browser, {}, async visitor => {
    await visitor.open();
    await visitor.ask('Count [slow]');

    const told = await visitor.page.locator('[aria-live=polite] p').allInnerTexts();
    assert.equal(told[0], 'word1 word2 word3 word4 word5 word6 word7 word8 word9 word10.');
    assert.equal(told.length, 8);

    await visitor.say('Break [cut]');
    await visitor.page.locator('.reply.failed').waitFor();
    assert.deepEqual((await visitor.page.locator('[aria-live=polite] p').allInnerTexts()).slice(8), [
      'word1 word2 word3 word4 word5 word6 word7 word8 word9 word10.',
      'word11 word12',
      await visitor.page.locator('.reply.failed .reason').innerText(),
    ]);
  }));

test('nothing moves for those who do not want it', () =>
  visit(browser, { reducedMotion: 'reduce' }, async visitor => {
    await visitor.open();
    await visitor.say('Think [stall]');
    await visitor.page.locator('.dots').waitFor();

    assert.equal(await visitor.page.evaluate(() => document.getAnimations().length), 0);
  }));

test('while the history is read, its shape is shown', async () => {
  const network = await Network.to(SERVER);
  try {
    await visit(browser, { mayFail: true, at: network.url }, async visitor => {
      await visitor.open();
      await visitor.ask('Hello');
      await visitor.page.route('**/api/chat/session/**', () => {});
      await visitor.reload();
      await visitor.page.locator('.skeleton').waitFor();
      await visitor.look('loading');
    });
  } finally {
    network.close();
  }
});

test('a reply that lets wait says so', () =>
  visit(browser, {}, async visitor => {
    await visitor.page.clock.install();
    await visitor.open();
    await visitor.say('Think [stall]');
    await visitor.page.locator('.dots').waitFor();
    await visitor.page.clock.fastForward(11_000);
    await visitor.page.getByText('This is taking longer than usual.').waitFor();
    await visitor.look('slow');
    await visitor.page.locator('.reply').getByRole('button', { name: 'Stop' }).click();

    await visitor.page.locator('.reply', { hasText: 'Stopped' }).waitFor();
  }));
