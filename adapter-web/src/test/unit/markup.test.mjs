import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import { blocksOf } from '../../page/markup/parse.js';
import { plainText } from '../../page/markup/plain.js';
import { spansOf } from '../../page/markup/spans.js';

const kinds = text => blocksOf(text).map(block => block.kind);

/** Spans as a short string: text, `code`, <b>, <i>, <address>. */
const shown = spans =>
  spans
    .map(span => {
      switch (span.kind) {
        case 'text':
          return span.text;
        case 'code':
          return `{${span.text}}`;
        case 'strong':
          return `<b ${shown(span.spans)}>`;
        case 'struck':
          return `<s ${shown(span.spans)}>`;
        case 'emphasis':
          return `<i ${shown(span.spans)}>`;
        default:
          return `<${span.address}|${shown(span.spans)}>`;
      }
    })
    .join('');

const line = text => shown(spansOf(text));

describe('blocks', () => {
  test('paragraphs keep their line breaks', () => {
    const [first, second] = blocksOf('one\ntwo\r\n\r\n\nthree');

    assert.deepEqual(first.lines.map(shown), ['one', 'two']);
    assert.deepEqual(second.lines.map(shown), ['three']);
  });

  test('fenced code is taken as it is, with its language', () => {
    const [before, code, behind] = blocksOf('See:\n```java\nint a = 1; // **no**\n\n  b\n```\nafter');

    assert.equal(before.kind, 'paragraph');
    assert.deepEqual([code.language, code.text, code.closed], ['java', 'int a = 1; // **no**\n\n  b', true]);
    assert.equal(behind.kind, 'paragraph');
  });

  test('a fence that is still open is code to the end', () => {
    const [code] = blocksOf('```\nhalf');

    assert.deepEqual([code.kind, code.text, code.closed], ['code', 'half', false]);
  });

  test('a longer fence may hold a shorter one', () => {
    assert.equal(blocksOf('````\n```\nx\n```\n````')[0].text, '```\nx\n```');
  });

  test('lists have items, further lines and lists of their own', () => {
    const [list] = blocksOf('- one\n  more\n- two\n  - inner\n\n- three');

    assert.equal(list.kind, 'list');
    assert.deepEqual(
      list.items.map(item => item.lines.map(shown)),
      [['one', 'more'], ['two'], ['three']],
    );
    assert.equal(list.items[1].children[0].items.length, 1);
  });

  test('numbered lists begin where they say', () => {
    const [list] = blocksOf('3. three\n4. four');

    assert.deepEqual([list.ordered, list.start, list.items.length], [true, 3, 2]);
  });

  test('code within an item belongs to it', () => {
    const [list] = blocksOf('1. run\n   ```sh\n   ls -l\n   ```\n2. look');

    assert.equal(list.items.length, 2);
    assert.deepEqual([list.items[0].children[0].kind, list.items[0].children[0].text], ['code', 'ls -l']);
  });

  test('a paragraph after a list is none of it', () => {
    assert.deepEqual(kinds('- one\n- two\n\nafter'), ['list', 'paragraph']);
    assert.deepEqual(kinds('- one\n1. two'), ['list', 'list']);
  });

  test('headings', () => {
    const [heading] = blocksOf('## Two words ##\ntext');

    assert.deepEqual([heading.kind, heading.level, shown(heading.lines[0])], ['heading', 2, 'Two words']);
    assert.deepEqual(kinds('#hashtag'), ['paragraph']);
  });

  test('equal source makes equal blocks while a text grows', () => {
    const before = blocksOf('one\n\ntwo');
    const later = blocksOf('one\n\ntwo grows\n\nthree');

    assert.equal(before[0].source, later[0].source);
    assert.notEqual(before[1].source, later[1].source);
  });

  test('items can be tasks, done or not', () => {
    const [list] = blocksOf('- [x] Done\n- [ ] **Still** to do\n- [link] is none');

    assert.deepEqual(
      list.items.map(item => item.done),
      [true, false, null],
    );
    assert.deepEqual(
      list.items.map(item => shown(item.lines[0])),
      ['Done', '<b Still> to do', '[link] is none'],
    );
  });

  test('quotations hold blocks', () => {
    const [before, quote, after] = blocksOf('He said:\n> # Loud\n>\n> - one\n>   > inner\nafter');

    assert.deepEqual([before.kind, quote.kind, after.kind], ['paragraph', 'quote', 'paragraph']);
    assert.deepEqual(
      quote.children.map(block => block.kind),
      ['heading', 'list'],
    );
    assert.deepEqual(
      quote.children[1].items[0].children.map(block => block.kind),
      ['quote'],
    );
  });

  test('rules part what is around them', () => {
    assert.deepEqual(kinds('one\n\n---\n\ntwo\n***\n- - -'), ['paragraph', 'rule', 'paragraph', 'rule', 'rule']);
    assert.deepEqual(kinds('- one\n---\n--'), ['list', 'rule', 'paragraph']);
  });

  test('tables have names, sides, and a cell for each name', () => {
    const [table, after] = blocksOf(
      '| Planet | Moons | Hours |\n|:--|:-:|--:|\n| **Mars** | 2 \\| 3 | 24.6 | more |\n| Earth |\n\nafter',
    );

    assert.deepEqual([table.kind, after.kind], ['table', 'paragraph']);
    assert.deepEqual(table.sides, ['start', 'center', 'end']);
    assert.deepEqual(table.head.map(shown), ['Planet', 'Moons', 'Hours']);
    assert.deepEqual(
      table.rows.map(row => row.map(shown)),
      [
        ['<b Mars>', '2 | 3', '24.6'],
        ['Earth', '', ''],
      ],
    );
  });

  test('what only looks like a table is none', () => {
    assert.deepEqual(kinds('a | b\nc | d'), ['paragraph']);
    assert.deepEqual(kinds('| a | b |\n|---|'), ['paragraph']);
    assert.deepEqual(kinds('a\n---'), ['paragraph', 'rule']);
    assert.deepEqual(kinds('Names:\na | b\n- | -\nc | d\n# Next'), ['paragraph', 'table', 'heading']);
  });

  test('nothing is lost of what it does not know', () => {
    assert.deepEqual(blocksOf('<b>1</b>\n[^1]: a note')[0].lines.map(shown), ['<b>1</b>', '[^1]: a note']);
    assert.deepEqual(blocksOf('  \n\n'), []);
  });

  test('awkward texts take no time', { timeout: 20_000 }, () => {
    for (const awkward of ['>', '> ', '> - ', '|', '|-', '|\n', '-', '- ', '- [ ] ', ' -\n', '---|', '#', '# ', '*']) {
      assert.ok(Array.isArray(blocksOf(awkward.repeat(4_000))), awkward);
    }
    const steps = Array.from({ length: 300 }, (_, depth) => `${'  '.repeat(depth)}- > x`).join('\n');
    assert.ok(Array.isArray(blocksOf(steps)));
  });
});

describe('read aloud', () => {
  test('a text is what it says', () => {
    assert.equal(plainText('## **Two** `words`'), 'Two words');
    assert.equal(plainText('- [x] one\n- _two_ [three](https://a.example)'), 'one two three');
    assert.equal(plainText('> quoted ~~not~~\n\n---'), 'quoted not');
    assert.equal(plainText('```java'), '');
    assert.equal(plainText('| a | b |\n|---|---|\n| c | d |'), 'a, b c, d');
  });
});

describe('spans', () => {
  test('code, strong and emphasised words', () => {
    assert.equal(line('a `b` c'), 'a {b} c');
    assert.equal(line('``a ` b``'), '{a ` b}');
    assert.equal(line('a **b c** d'), 'a <b b c> d');
    assert.equal(line('**`x` y**'), '<b {x} y>');
    assert.equal(line('an *aside* here, _another_'), 'an <i aside> here, <i another>');
    assert.equal(line('***both*** and ~~none~~'), '<b <i both>> and <s none>');
  });

  test('a sign behind a backslash is a sign', () => {
    assert.equal(
      line('\\*not\\* \\`so\\` \\[a](https://a.example)'),
      '*not* `so` [a](<https://a.example/|https://a.example>)',
    );
    assert.equal(line('C:\\Users `a\\*b`'), 'C:\\Users {a\\*b}');
  });

  test('signs that mark nothing stay', () => {
    for (const text of [
      '2 * 3 * 4',
      'a ** b',
      '`',
      '**',
      'snake_case_name',
      'half **open',
      '[a](b c)',
      '5*x*y',
      '__init__',
      'a_b_c',
      '~~',
      'a~b~c',
    ]) {
      assert.equal(line(text), text);
    }
  });

  test('links lead to the web alone', () => {
    assert.equal(line('[home](https://a.example/x)'), '<https://a.example/x|home>');
    for (const bad of [
      'javascript:alert(1)',
      'data:text/html,x',
      '/relative',
      'ftp://a.example',
      'java\tscript:x',
      '//a.example',
    ]) {
      assert.equal(line(`[home](${bad})`).includes('<'), false, bad);
    }
  });

  test('bare addresses end where the sentence goes on', () => {
    assert.equal(line('see https://a.example/b_(c).'), 'see <https://a.example/b_(c)|https://a.example/b_(c)>.');
    assert.equal(line('(https://a.example)'), '(<https://a.example/|https://a.example>)');
    assert.equal(line('看 https://a.example。'), '看 <https://a.example/|https://a.example>。');
  });

  test('awkward lines take no time', { timeout: 20_000 }, () => {
    for (const awkward of [
      '*',
      '`',
      '[',
      '**a',
      '`a',
      '[a](',
      'https://',
      '* ',
      '[](',
      '**`[*',
      '***a',
      '_a',
      '~~a',
      '\\\\',
    ]) {
      const text = awkward.repeat(4_000);
      assert.equal(typeof line(text), 'string');
    }
  });
});
