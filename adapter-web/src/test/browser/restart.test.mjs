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
