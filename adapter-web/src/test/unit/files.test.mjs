import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const files = readdirSync(ROOT)
  .filter(folder => folder !== 'test')
  .flatMap(folder => readdirSync(ROOT + folder, { recursive: true }).map(file => `${folder}/${file}`))
  .filter(file => /\.(js|ts|html)$/.test(file));
const read = file => readFileSync(ROOT + file, 'utf8');

/** Where markup may become elements: what has gone through the sanitiser. */
const SANITISED = new Set([]);

test('nothing makes elements of markup, or code of text', () => {
  const dangerous =
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|unsafeHTML|unsafeSVG|unsafeStatic|\beval\(|new Function|setHTML|\bon[a-z]+="|\sstyle="/;

  assert.deepEqual(
    files.filter(file => !SANITISED.has(file) && dangerous.test(read(file))),
    [],
  );
});

test('texts are said in one place', () => {
  const saying = /(?:textContent|title|placeholder|label) = ['"`][A-Z]/;

  assert.deepEqual(
    files.filter(file => !file.startsWith('i18n/') && saying.test(read(file))),
    [],
  );
});

test('the page asks for no file of another host', () => {
  assert.deepEqual(
    [...read('page/index.html').matchAll(/(?:href|src)="(?!\.{0,2}\/(?!\/))[^"]*"/g)].map(match => match[0]),
    [],
  );
});
