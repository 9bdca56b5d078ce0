import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../main/resources/META-INF/parley-web/', import.meta.url));

const files = readdirSync(ROOT, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile())
  .map(entry => `${entry.parentPath ?? entry.path}/${entry.name}`.replace(/\/+/g, '/').slice(ROOT.length));
const modules = files.filter(file => file.endsWith('.js'));
const read = file => readFileSync(ROOT + file, 'utf8');

test('the page names each of its files, so that none waits for another', () => {
  const named = [...read('index.html').matchAll(/(?:href|src)="\/([^"]+)"/g)].map(match => match[1]);

  assert.deepEqual(named.toSorted(), files.filter(file => file !== 'index.html').toSorted());
});

test('each module is used, and what is imported exists', () => {
  const imported = modules.flatMap(file => [...read(file).matchAll(/^import .*?from '(\.[^']+)';/gm)]
    .map(match => new URL(match[1], `file:///${file}`).pathname.slice(1)));

  assert.deepEqual([...new Set(imported)].toSorted(), modules.filter(file => file !== 'app/main.js').toSorted());
});

test('nothing makes elements of markup, or code of text', () => {
  const dangerous = /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|\beval\(|new Function|setHTML|\bon[a-z]+=|\sstyle="/;

  assert.deepEqual(files.filter(file => /\.(js|html)$/.test(file) && dangerous.test(read(file))), []);
});

test('texts are said in one place', () => {
  const saying = /(?:textContent|title|placeholder) = ['"`][A-Z]/;

  assert.deepEqual(modules.filter(file => file !== 'app/words.js' && saying.test(read(file))), []);
});
