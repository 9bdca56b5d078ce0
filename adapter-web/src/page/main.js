import { Api, CookieGuest, OutboxAtBest, browser, shelf } from '../core/index.ts';
import { Page } from './page.js';

const around = browser();

new Page({
  api: new Api({ base: '', identity: new CookieGuest(), around }),
  outbox: new OutboxAtBest(globalThis.indexedDB),
  around,
  shared: shelf('localStorage'),
  own: shelf('sessionStorage'),
}).begin(document.getElementById('page'));
