// Types, lint, format and unit tests, by way of npm, which is a script of its own on Windows.
import { spawnSync } from 'node:child_process';

const npm = spawnSync('npm', ['run', '--silent', 'check'], { stdio: 'inherit', shell: process.platform === 'win32' });
process.exitCode = npm.status ?? 1;
