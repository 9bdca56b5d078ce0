// Installs what the lock file names, if that has not been done since the lock file last changed, and unpacks the browser.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { forgetChromium, unpackChromium } from './chromium.mjs';

const changedAt = file => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function installed() {
  if (changedAt('node_modules/.package-lock.json') >= changedAt('package-lock.json')) {
    return true;
  }
  const npm = spawnSync('npm', ['ci', '--loglevel=error'], { stdio: 'inherit', shell: process.platform === 'win32' });
  if (npm.error) {
    console.error(`npm could not be started: ${npm.error.message}`);
  }
  process.exitCode = npm.status ?? 1;
  forgetChromium();
  return npm.status === 0;
}

if (installed()) {
  await unpackChromium();
}
