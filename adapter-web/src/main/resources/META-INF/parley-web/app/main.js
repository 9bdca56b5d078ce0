import { Api } from './net/api.js';
import { storage } from './net/storage.js';
import { Unsent } from './net/unsent.js';
import { Page } from './page.js';

const kept = storage('localStorage');

new Page({
  api: new Api(),
  unsent: new Unsent(kept),
  kept,
  memory: storage('sessionStorage'),
}).begin(document.getElementById('page'));
