// Builds the widget beside the page: `widget.js`, a classic script with what a page needs before the window is opened,
// and `widget-window.js`, a module with the rest. Both keep their names, for pages of others name the one, and a script
// that is older than the server names the other. What they may weigh is checked.
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const WIDGET = fileURLToPath(new URL('../src/widget/', import.meta.url));
const MOST_BEFORE_OPENING = 30_000;
const MOST_IN_ALL = 80_000;
/** Fetched only when code is shown. */
const HIGHLIGHTER = /^assets\/highlighter-/;
/** Of these a page loads one. */
const LANGUAGE = /^assets\/(en|zh-tw|zh-cn|mirror)-/;
/** Lit's way to make elements of templates, which no element here uses; only its properties are. */
const UNUSED_OF_LIT = /lit-html|lit-element/;

/** A plugin: whenever the page is built the widget is, too. */
export function widget() {
  let options;
  return {
    name: 'widget',
    apply: 'build',
    configResolved(config) {
      options = config.build;
    },
    async closeBundle() {
      const button = await bundle(options, 'widget.ts', 'widget.js', { format: 'iife' });
      const window = await bundle(options, 'window.ts', 'widget-window.js', { format: 'es' });
      copyFileSync(join(WIDGET, 'parley-chat.d.ts'), join(options.outDir, 'parley-chat.d.ts'));
      weigh(options.outDir, button, window);
    },
  };
}

async function bundle({ outDir, target, assetsInlineLimit }, entry, name, output) {
  const { output: made } = await build({
    configFile: false,
    root: WIDGET,
    base: './',
    logLevel: 'warn',
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: false,
      target,
      assetsInlineLimit,
      modulePreload: false,
      rollupOptions: {
        input: join(WIDGET, entry),
        preserveEntrySignatures: 'strict',
        treeshake: { moduleSideEffects: id => !UNUSED_OF_LIT.test(id) },
        output: { ...output, entryFileNames: name, chunkFileNames: 'assets/[name]-[hash].js' },
      },
    },
  });
  return made.map(({ fileName }) => fileName);
}

function weigh(outDir, button, window) {
  const weights = files => files.map(file => gzipSync(readFileSync(join(outDir, file)), { level: 9 }).length);
  const sum = numbers => numbers.reduce((one, other) => one + other, 0);
  const before = sum(weights(button));
  const always = window.filter(file => !HIGHLIGHTER.test(file) && !LANGUAGE.test(file));
  const languages = window.filter(file => LANGUAGE.test(file));
  const all = before + sum(weights(always)) + Math.max(0, ...weights(languages));
  const kilo = bytes => `${(bytes / 1_000).toFixed(1)} kB`;
  console.log(
    `widget: ${kilo(before)} before it is opened (at most ${kilo(MOST_BEFORE_OPENING)}),` +
      ` ${kilo(all)} with everything but the highlighter (at most ${kilo(MOST_IN_ALL)}), compressed`,
  );
  if (before > MOST_BEFORE_OPENING || all > MOST_IN_ALL) {
    throw new Error('the widget has become too heavy');
  }
}
