// What is long: answers and histories. How often the page stood still is reported, for machines differ.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startChromium } from './chromium.mjs';
import { tellHistory } from './histories.mjs';
import { eventually, visit } from './visitor.mjs';

const MESSAGES = 10_000;

let browser;
before(async () => {
  browser = await startChromium();
});
after(() => browser?.close());

/** Counts tasks of the main thread that take longer than 50 ms, from now on. */
const watchTasks = page =>
  page.evaluate(() => {
    globalThis.longTasks = [];
    new PerformanceObserver(list => globalThis.longTasks.push(...list.getEntries().map(each => each.duration))).observe(
      {
        type: 'longtask',
      },
    );
  });
const longTasks = page => page.evaluate(() => globalThis.longTasks);

function report(context, what, tasks) {
  context.diagnostic(`${what}: ${tasks.length} tasks over 50 ms, the longest ${Math.round(Math.max(0, ...tasks))} ms`);
}

test('an answer of 50,000 characters with code and tables is shown as it comes, and right in the end', context =>
  visit(browser, {}, async visitor => {
    const { page } = visitor;
    await visitor.open();
    await visitor.ask('Hello');
    await watchTasks(page);
    await visitor.say('Everything [huge]');
    await visitor.sees('Part 3');
    assert.ok(await page.locator('.reply.running').isVisible());
    await visitor.isDone('Everything [huge]');
    report(context, 'streaming 50,000 characters', await longTasks(page));

    const tables = await page.locator('.reply').last().locator('table').count();
    const headings = await page.locator('.reply').last().locator('.heading.level-2').allInnerTexts();
    const parts = headings.filter(each => each.startsWith('Part '));
    assert.deepEqual(
      parts,
      Array.from({ length: parts.length }, (_, at) => `Part ${at + 1}`),
    );
    assert.ok(tables >= 30 && parts.length >= 30, `${tables} tables, ${parts.length} parts`);
    // What was drawn while it came is what is drawn of it at once.
    const markupOf = () =>
      page
        .locator('.reply')
        .last()
        .locator('.prose')
        .evaluate(prose => prose.textContent);
    const streamed = await markupOf();
    await visitor.reload();
    await visitor.isDone('Everything [huge]');
    assert.equal(await markupOf(), streamed);
  }));

test('10,000 messages are scrolled through without a jump, and the page stays small', context =>
  visit(browser, {}, async visitor => {
    const { page } = visitor;
    await visitor.open();
    await visitor.ask('Hello');
    await tellHistory(visitor, MESSAGES, position => {
      const at = Math.ceil(position / 2);
      return position % 2 === 1 ? `Question ${at}.` : `Answer ${at}. ${'More words follow here. '.repeat(at % 17)}`;
    });
    await visitor.reload();
    await page.locator('.bubble', { hasText: `Question ${MESSAGES / 2}.` }).waitFor();
    const scroller = page.locator('.scroller');
    await watchTasks(page);

    // Upwards until everything has come: what is read must not move while older messages come in above it.
    const jumps = await scroller.evaluate(async element => {
      const frame = () => new Promise(resolve => requestAnimationFrame(resolve));
      const found = [];
      for (let still = 0, steps = 0; still < 200; steps++) {
        const before = element.querySelector('.earlier').hidden;
        if (before && element.scrollTop < 10) {
          break;
        }
        const top = element.getBoundingClientRect().top;
        const anchor = [...element.querySelectorAll('.turn')].find(turn => turn.getBoundingClientRect().top > top);
        const was = anchor?.getBoundingClientRect().top;
        const wasAt = element.scrollTop;
        const step = Math.min(steps % 20 < 12 ? 600 : 5_000, wasAt);
        element.scrollTop -= step;
        await frame();
        await frame();
        still = element.scrollTop === wasAt ? still + 1 : 0;
        if (anchor?.isConnected && Math.abs(anchor.getBoundingClientRect().top - was - step) > 2) {
          found.push(`${anchor.innerText.slice(0, 30)}: ${anchor.getBoundingClientRect().top - was - step}`);
        }
      }
      return found;
    });
    report(context, 'scrolling through 10,000 messages', await longTasks(page));
    assert.deepEqual(jumps, []);
    await page.locator('.bubble', { hasText: /^Question 1\.$/ }).waitFor();

    const nodes = await page.locator('.turn').count();
    assert.ok(nodes < 200, `${nodes} of ${MESSAGES} messages are in the page`);
    await scroller.evaluate(element => {
      element.scrollTop = element.scrollHeight / 2;
    });
    await eventually(async () => {
      const seen = await page.locator('.bubble').allInnerTexts();
      assert.ok(seen.some(text => Math.abs(Number(/\d+/.exec(text)) - MESSAGES / 4) < 500));
    });
    await visitor.look('long-history');
    await visitor.button('To the newest message').click();
    await page.locator('.bubble', { hasText: `Question ${MESSAGES / 2}.` }).waitFor();
  }));
