import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startChromium } from './chromium.mjs';
import { counted, eventually, visit } from './visitor.mjs';

const CONTROL = process.env.PARLEY_TEST_CONTROL;

let browser;
before(async () => {
  browser = await startChromium();
});
after(() => browser?.close());

async function control(command) {
  const answer = await fetch(`${CONTROL}/${command}`, { method: 'POST' });
  assert.ok(answer.ok, `${command}: ${answer.status} ${await answer.text()}`);
}

describe('when the server', { skip: !CONTROL && 'nobody can stop and start this server' }, () => {
  test('is killed in the middle of a reply and started again, the page finds everything, once', () =>
    visit(browser, { mayFail: true }, async visitor => {
      await visitor.open();
      await visitor.ask('Before');
      await visitor.say('Count [slow]');
      await visitor.sees('word12');
      await control('kill');
      await visitor.say('Written while it was away');
      await visitor.page.locator('.question.unsent').waitFor();
      await control('start');
      await visitor.isDone('Written while it was away');

      const seen = await visitor.transcript();
      assert.deepEqual(
        seen.filter(turn => turn.startsWith('you')),
        ['you: Before', 'you: Count [slow]', 'you: Written while it was away'],
      );
      assert.equal(seen[3], `ai: ${counted(80)}`);
      assert.deepEqual((await visitor.stored()).toSorted(), seen.toSorted());
      await visitor.reload();
      await eventually(async () => assert.deepEqual(await visitor.transcript(), seen));
    }));

  test('is killed again and again, nothing is lost and nothing is doubled', () =>
    visit(browser, { mayFail: true }, async visitor => {
      await visitor.open();
      await visitor.ask('Question 0');
      for (let round = 1; round <= 3; round++) {
        await visitor.say(`Question ${round}`);
        await control('kill');
        await control('start');
      }
      await visitor.isDone('Question 3');

      const expected = [0, 1, 2, 3].flatMap(round => [`you: Question ${round}`, `ai: You said: Question ${round}`]);
      assert.deepEqual(await visitor.transcript(), expected);
      assert.deepEqual((await visitor.stored()).toSorted(), expected.toSorted());
    }));

  test('is stopped in good order in the middle of a reply, the page shows the whole reply, once', () =>
    visit(browser, { mayFail: true }, async visitor => {
      await visitor.open();
      await visitor.ask('Before');
      await visitor.say('Count [slow]');
      await visitor.sees('word12');
      await control('stop');
      await control('start');
      await visitor.isDone('Count [slow]');

      const expected = ['you: Before', 'ai: You said: Before', 'you: Count [slow]', `ai: ${counted(80)}`];
      assert.deepEqual(await visitor.transcript(), expected);
      assert.deepEqual(await visitor.stored(), expected);
    }));

  test('has several assistants one can choose, and who answers is known after it was stopped', () =>
    visit(browser, { mayFail: true }, async visitor => {
      const { page } = visitor;
      const chosen = page.getByRole('radiogroup', { name: 'Who answers' }).getByRole('radio', { checked: true });
      const isChosen = name => eventually(async () => assert.equal(await chosen.inputValue(), name));
      const startAnew = async () => {
        await page.keyboard.press('Control+Shift+O');
        await page.locator('.welcome').waitFor();
      };
      await visitor.open();
      await page.locator('.answering').waitFor();
      await isChosen('default');
      await page.getByRole('radio', { name: 'Sea poet' }).click();
      await page.getByRole('heading', { name: 'What shall I sing of?' }).waitFor();
      await page.getByRole('button', { name: 'The sea in winter' }).waitFor();
      await visitor.look('assistants');
      await visitor.isAccessible();
      await visitor.reload();
      await isChosen('sea-poet');
      await visitor.ask('Hello');
      await page.locator('.header .who').getByText('Sea poet').waitFor();
      await control('stop');
      await control('start');
      await visitor.reload();
      await page.locator('.header .who').getByText('Sea poet').waitFor();
      assert.equal((await visitor.api('GET', `/api/chat/session/${visitor.session}/`)).assistant, 'sea-poet');

      await startAnew();
      await isChosen('default');
      await page.keyboard.press('Control+Comma');
      await page.getByRole('combobox', { name: 'Assistant of new chats' }).selectOption('Sea poet');
      await visitor.look('assistants-preferred');
      await page.keyboard.press('Escape');
      await isChosen('sea-poet');
      await visitor.ask('Sing');
      assert.equal((await visitor.api('GET', `/api/chat/session/${visitor.session}/`)).assistant, 'sea-poet');
    }));

  test('is stopped in good order and started again, the page comes back by itself', () =>
    visit(browser, { mayFail: true }, async visitor => {
      await visitor.open();
      await visitor.ask('Before');
      await control('stop');
      await control('start');
      await visitor.ask('After');

      assert.deepEqual(await visitor.transcript(), [
        'you: Before',
        'ai: You said: Before',
        'you: After',
        'ai: You said: After',
      ]);
    }));
});
