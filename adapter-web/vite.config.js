import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { widget } from './tools/widget-build.mjs';

const here = path => fileURLToPath(new URL(path, import.meta.url));

// The server the page talks to while it is worked on: npm run dev.
const SERVER = process.env.PARLEY_TEST_URL ?? 'http://127.0.0.1:8000';

export default defineConfig({
  root: here('src/page'),
  appType: 'spa',
  plugins: [widget()],
  build: {
    outDir: here('target/classes/META-INF/parley-web'),
    emptyOutDir: true,
    target: ['chrome111', 'firefox115', 'safari16.4'],
    // Nothing inline, so that the strictest content security policy will do.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One of the plugins builds the widget: that it takes time is no news.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  server: {
    proxy: {
      '/api': SERVER,
      '/ws': { target: SERVER, ws: true },
    },
  },
  test: {
    root: here('.'),
    include: ['src/test/unit/**/*.test.{js,mjs,ts}'],
    environment: 'node',
    // A guard: on a busy machine what takes a tenth of a second may take five.
    testTimeout: 60_000,
  },
});
