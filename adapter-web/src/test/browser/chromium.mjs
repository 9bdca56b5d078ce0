// The browser of the tests: Chromium from npm, so that nothing has to be installed beside it.
import chromium from '@sparticuz/chromium';
import playwright from 'playwright-core';

/** Starts it, or says in a sentence why that can't be. */
export async function startChromium() {
  const executablePath = await chromium.executablePath();
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
