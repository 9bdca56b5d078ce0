// The examples of how pages use the widget agree with the types it is published with.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { test } from 'vitest';

const here = path => fileURLToPath(new URL(path, import.meta.url));
const EXAMPLES = here('../../../examples/');
const FRAMEWORKS = here('./frameworks.d.ts');
const TYPES = here('../../widget/parley-chat.d.ts');

/** What the compiler has against each of some files, as a page's author has them beside the types. */
function troublesOf(codes) {
  const folder = mkdtempSync(here('../../../target/examples-'));
  try {
    writeFileSync(join(folder, 'parley-chat.d.ts'), readFileSync(TYPES));
    Object.entries(codes).forEach(([name, code]) => writeFileSync(join(folder, name), code));
    const names = Object.keys(codes);
    const program = ts.createProgram([...names.map(name => join(folder, name)), FRAMEWORKS], {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      experimentalDecorators: true,
      jsx: ts.JsxEmit.ReactJSX,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      types: [],
    });
    const found = ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => ({
      of: basename(file?.fileName ?? ''),
      text: ts.flattenDiagnosticMessageText(messageText, '\n'),
    }));
    return name => found.filter(({ of }) => of === name || !names.includes(of)).map(({ text }) => text);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The script of a component of Vue, and what its template calls. */
function scriptOf(component) {
  const [, script] = /<script setup lang="ts">([\s\S]*)<\/script>/.exec(component);
  const [, template] = /<template>([\s\S]*)<\/template>/.exec(component);
  const [, click] = /@click="([^"]*)"/.exec(template);
  const [, message] = /@parley-message="([^"]*)"/.exec(template);
  const listener = `({ detail }: CustomEvent<ParleyMessage>) => ${message.replace('$event.detail', 'detail')}`;
  return `${script}\nexport const clicked = () => ${click.replace('chat', 'chat.value')};\nexport const told = ${listener};`;
}

test('all are right, and what is not there would be found', () => {
  mkdirSync(here('../../../target'), { recursive: true });
  const read = name => readFileSync(EXAMPLES + name, 'utf8');
  const react = read('react.tsx');
  const right = { 'angular.ts': read('angular.ts'), 'react.tsx': react, 'vue.ts': scriptOf(read('vue.vue')) };
  const wrong = {
    'call.tsx': react.replace('.open()', '.unfold()'),
    'detail.tsx': react.replace('onMessage(detail)', 'onMessage(detail.body)'),
  };
  const troubles = troublesOf({ ...right, ...wrong });

  Object.keys(right).forEach(name => assert.deepEqual(troubles(name), [], name));
  Object.keys(wrong).forEach(name => assert.equal(troubles(name).length, 1, name));
});
