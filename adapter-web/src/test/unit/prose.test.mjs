// @vitest-environment jsdom
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { en } from '../../i18n/en.ts';
import { Language } from '../../i18n/language.ts';
import { Blocks, healed } from '../../ui/prose/blocks.ts';
import { plainText } from '../../ui/prose/plain.ts';
import { Prose } from '../../ui/prose/prose.ts';
import { chanceOf } from './world.mjs';

const language = new Language('en', 'ltr', en, 'en-GB');
const SAMPLE = `# A weekend

Take the **night train**, it is *quiet*, ~~cheap~~ and \`slow\`. See https://a.example/b_(c), or [the pages](https://b.example).
这是**「重點」**喔。

1. First
   - inner **one**
   - inner two

   still the first
2. Second
   \`\`\`sh
   ls -l
   \`\`\`

- [x] Booked
- [ ] Not yet

> Quoted *words*
> > deeper
>
> - and a list

| Night | Nights left | Room |
|:--|--:|:-:|
| Friday | 2 | single |
| Saturday | 11 | \`double\` \\| big |

\`\`\`python
def nights(budget):
    return budget // 1_800

# not a heading
\`\`\`

Setext
------

Last ![picture](https://a.example/p.png) <b>not bold</b> &amp; [a reference][r].

***

[r]: https://r.example
`;

const HOSTILE = JSON.parse(readFileSync(join(import.meta.dirname, '../hostile/markdown.json'), 'utf8'));

function whole(text) {
  const prose = new Prose(language);
  prose.show(text, true);
  return prose.node.innerHTML;
}

/** What a text looks like, as markup that is easy to read. */
function shown(text, isWhole = true) {
  const prose = new Prose(language);
  prose.show(text, isWhole);
  return html(prose.node);
}

function html(node) {
  return [...node.childNodes].map(ofNode).join('');
}

const PLAIN = new Set(['FIGURE', 'FIGCAPTION', 'BUTTON', 'SVG', 'PATH']);

function ofNode(node) {
  if (node.nodeType === 3) {
    return node.data.trim() === '' ? '' : node.data;
  }
  const name = node.tagName.toLowerCase();
  if (name === 'figcaption') {
    return '';
  }
  const more = node.getAttribute('href') ?? node.getAttribute('start') ?? node.getAttribute('align') ?? '';
  const inner = html(node);
  return PLAIN.has(node.tagName) ? inner : `<${name}${more && ` ${more}`}>${inner}</${name}>`;
}

const sources = text => new Blocks().read(text).map(block => block.source.trim());
const kinds = text => new Blocks().read(text).map(block => block.token.type);

describe('blocks', () => {
  test('paragraphs keep their line breaks', () => {
    assert.equal(shown('one\ntwo\r\n\r\n\nthree'), '<p>one<br></br>two</p><p>three</p>');
  });

  test('fenced code is taken as it is', () => {
    assert.equal(
      shown('See:\n```java\nint a = 1; // **no**\n\n  b\n```\nafter'),
      '<p>See:</p><pre><code>int a = 1; // **no**\n\n  b</code></pre><p>after</p>',
    );
  });

  test('a fence that is still open is code to the end', () => {
    assert.equal(shown('```\nhalf', false), '<pre><code>half</code></pre>');
  });

  test('lists, tasks, headings, quotations, rules and tables', () => {
    assert.equal(shown('- one\n- two\n  - inner'), '<ul><li>one</li><li>two<ul><li>inner</li></ul></li></ul>');
    assert.equal(shown('3. three\n4. four'), '<ol 3><li>three</li><li>four</li></ol>');
    assert.equal(shown('- [x] Done\n- [ ] Not'), '<ul><li><input></input>Done</li><li><input></input>Not</li></ul>');
    assert.equal(shown('## Two words ##\ntext'), '<h3>Two words</h3><p>text</p>');
    assert.equal(shown('> quoted\n> more'), '<blockquote><p>quoted<br></br>more</p></blockquote>');
    assert.equal(shown('one\n\n---\n\ntwo'), '<p>one</p><hr></hr><p>two</p>');
    assert.equal(
      shown('| a | b |\n|--:|---|\n| c | **d** |'),
      '<div><table><thead><tr><th right>a</th><th>b</th></tr></thead>' +
        '<tbody><tr><td right>c</td><td><strong>d</strong></td></tr></tbody></table></div>',
    );
  });

  test('markup in a text is text', () => {
    assert.equal(shown('a <b onclick="x()">c</b>'), '<p>a <b onclick="x()">c</b></p>');
    assert.equal(shown('<script>alert(1)</script>'), '<p><script>alert(1)</script></p>');
  });

  test('a picture is a link to it', () => {
    assert.equal(shown('![a cat](https://a.example/c.png)'), '<p><a https://a.example/c.png>a cat</a></p>');
  });

  test('links lead to the web or to mail, and outside', () => {
    const prose = new Prose(language);
    prose.show('[home](https://a.example/x) [mail](mailto:a@b.example)', true);
    const [home] = prose.node.querySelectorAll('a');

    assert.equal(prose.node.querySelectorAll('a').length, 2);
    assert.deepEqual([home.target, home.rel, home.title], ['_blank', 'noopener noreferrer', 'https://a.example/x']);
    for (const bad of [
      'javascript:alert(1)',
      'JaVaScript:x',
      'data:text/html,x',
      '/relative',
      'vbscript:x',
      '//a.example',
    ]) {
      assert.equal(shown(`[home](${bad})`), '<p>home</p>', bad);
    }
  });

  test('bare addresses end where the sentence goes on', () => {
    assert.equal(
      shown('see https://a.example/b_(c).'),
      '<p>see <a https://a.example/b_(c)>https://a.example/b_(c)</a>.</p>',
    );
    assert.equal(shown('看 https://a.example。然後'), '<p>看 <a https://a.example>https://a.example</a>。然後</p>');
  });

  test('strong words beside signs of scripts without spaces', () => {
    assert.equal(shown('這是**「重點」**喔'), '<p>這是<strong>「重點」</strong>喔</p>');
    assert.equal(shown('2 ** 3 and a**b'), '<p>2 ** 3 and a**b</p>');
  });

  test('a reference that is defined at the end counts from the beginning, when the end is there', () => {
    assert.equal(shown('see [a][1]\n\n[1]: https://a.example'), '<p>see <a https://a.example>a</a></p>');
  });
});

describe('while a text grows', () => {
  test('it is read as if it had come at once, however it is cut', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const chance = chanceOf(seed);
      const blocks = new Blocks();
      for (let end = 0; end < SAMPLE.length; end += 1 + Math.floor(chance() * 40)) {
        assert.deepEqual(
          blocks.read(SAMPLE.slice(0, end)).map(block => block.source),
          new Blocks().read(SAMPLE.slice(0, end)).map(block => block.source),
        );
      }
    }
  });

  test('it looks in the end as if it had come at once', () => {
    const prose = new Prose(language);
    for (let end = 0; end < SAMPLE.length; end += 7) {
      prose.show(SAMPLE.slice(0, end), false);
    }
    prose.show(SAMPLE, true);

    assert.equal(html(prose.node), shown(SAMPLE));
  });

  test('what is whole keeps its elements, and a paragraph that grows keeps its text node', () => {
    const prose = new Prose(language);
    prose.show('one\n\ntwo', false);
    const [first, second] = prose.node.children;
    const text = second.firstChild;
    prose.show('one\n\ntwo grows **and**', false);

    assert.equal(prose.node.children[0], first);
    assert.equal(prose.node.children[1], second);
    assert.equal(second.firstChild, text);
    assert.equal(html(prose.node), '<p>one</p><p>two grows <strong>and</strong></p>');
  });

  test('code keeps its element, also when it is closed', () => {
    const prose = new Prose(language);
    prose.show('```\none\n', false);
    const code = prose.node.querySelector('code');
    prose.show('```\none\ntwo\n```', false);

    assert.equal(prose.node.querySelector('code'), code);
    assert.equal(code.textContent, 'one\ntwo');
  });

  test('signs whose sense comes later are not to be seen', () => {
    for (const [growing, seen] of [
      ['a **bo', 'a **bo**'],
      ['a **', 'a '],
      ['a `co', 'a `co`'],
      ['see [home](https://a.exa', 'see home'],
      ['a ~~no', 'a ~~no~~'],
      ['one\n\na **bo', 'one\n\na **bo**'],
      ['```\n**x', '```\n**x'],
      ['a **b** c', 'a **b** c'],
      ['a `**` c', 'a `**` c'],
      ['2 * 3', '2 * 3'],
    ]) {
      assert.equal(healed(growing), seen, growing);
    }
  });

  test('a text that turns out to be another is shown as that', () => {
    const prose = new Prose(language);
    prose.show('# one\n\n- two', false);
    prose.show('other', false);

    assert.equal(html(prose.node), '<p>other</p>');
  });
});

describe('awkward texts', () => {
  test('take no time and break nothing', { timeout: 60_000 }, () => {
    const awkward = ['>', '> ', '> - ', '|', '|-', '|\n', '-', '- ', '- [ ] ', ' -\n', '---|', '#', '# ', '*', '`'];
    const inline = [
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
      '![',
      '<a ',
      '&amp',
    ];
    for (const each of [...awkward, ...inline]) {
      assert.ok(shown(each.repeat(2_000)).length > 0, each);
      assert.equal(typeof plainText(each.repeat(500)), 'string');
    }
    const steps = Array.from({ length: 300 }, (_, depth) => `${'  '.repeat(depth)}- > x`).join('\n');
    assert.ok(shown(steps).length > 0);
  });

  test('hostile ones can be read, at once and bit by bit, and aloud', { timeout: 120_000 }, () => {
    for (const { name, text } of HOSTILE) {
      const prose = new Prose(language);
      for (let end = 0; end < text.length; end += 1 + Math.ceil(text.length / 5)) {
        prose.show(text.slice(0, end), false);
      }
      prose.show(text, true);
      assert.equal(prose.node.innerHTML, whole(text), name);
      assert.equal(typeof plainText(text), 'string', name);
    }
  });

  test('nothing but blanks is nothing', () => {
    assert.deepEqual(sources('  \n\n'), []);
    assert.deepEqual(kinds(''), []);
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
