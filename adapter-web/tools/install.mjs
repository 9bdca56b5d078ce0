// Installs what the lock file names, if that has not been done since the lock file last changed. What only tests need,
// and the browser that has to be unpacked for them, is left out if `--skip-tests=true` is said.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { forgetChromium, unpackChromium } from '../src/test/browser/chromium.mjs';

const withTests = !process.argv.includes('--skip-tests=true');
const changedAt = file => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function isInstalled() {
  const isFresh = changedAt('node_modules/.package-lock.json') >= changedAt('package-lock.json');
  return isFresh && (!withTests || existsSync('node_modules/playwright-core'));
}

function install() {
  const command = ['ci', '--loglevel=error', ...(withTests ? [] : ['--omit=dev'])];
  const npm = spawnSync('npm', command, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (npm.error) {
    console.error(`npm could not be started: ${npm.error.message}`);
  }
  process.exitCode = npm.status ?? 1;
  forgetChromium();
  return npm.status === 0;
}

if ((isInstalled() || install()) && withTests) {
  await unpackChromium();
}
