// The browser of the tests: Chromium from npm, so that nothing has to be installed beside it. It is unpacked once, by
// the build, into a folder of its own: browsers that start side by side must not unpack it under each other's feet.
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MODULES = fileURLToPath(new URL('../../../node_modules/', import.meta.url));
const HOME = join(MODULES, '.chromium');

/** Unpacks what npm brought, unless that is done. What is found there is whole: it is moved there when it is. */
export async function unpackChromium() {
  if (existsSync(HOME)) {
    return;
  }
  mkdirSync(dirname(HOME), { recursive: true });
  const draft = mkdtempSync(join(MODULES, '.chromium-'));
  try {
    await locate(draft);
    renameSync(draft, HOME);
  } catch (cause) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(HOME)) {
      throw cause;
    }
  }
}

/** Forgets what was unpacked, as another version may have come. */
export function forgetChromium() {
  rmSync(HOME, { recursive: true, force: true });
}

/** Starts it, or says in a sentence why that can't be. */
export async function startChromium() {
  if (!existsSync(HOME)) {
    throw new Error('Chromium is not unpacked: run "node tools/install.mjs" in adapter-web.');
  }
  const executablePath = await locate(HOME);
  const { default: playwright } = await import('playwright-core');
  try {
    return await playwright.chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
    });
  } catch (cause) {
    const missing = /error while loading shared libraries: (\S+?):/.exec(cause.message)?.[1];
    const reason = missing
      ? `the system library ${missing} is missing (on Debian and Ubuntu libnss3 brings it; other systems call it nss)`
      : cause.message.split('\n')[0];
    throw new Error(`Chromium could not be started: ${reason}.`, { cause });
  }
}

/** The package knows no folder but that for temporary files. */
async function locate(folder) {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    return await chromium.executablePath();
  } finally {
    if (before === undefined) {
      delete process.env.TMPDIR;
    } else {
      process.env.TMPDIR = before;
    }
  }
}
