// Installs what the lock file names, if that has not been done since the lock file last changed.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

const changedAt = file => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

if (changedAt('node_modules/.package-lock.json') < changedAt('package-lock.json')) {
  const npm = spawnSync('npm', ['ci', '--loglevel=error'], { stdio: 'inherit', shell: process.platform === 'win32' });
  if (npm.error) {
    console.error(`npm could not be started: ${npm.error.message}`);
  }
  process.exitCode = npm.status ?? 1;
}
