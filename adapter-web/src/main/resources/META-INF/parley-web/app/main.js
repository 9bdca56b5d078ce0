import { Api } from './net/api.js';
import { storage } from './net/storage.js';
import { Unsent } from './net/unsent.js';
import { Page } from './page.js';

new Page({
  api: new Api(),
  unsent: new Unsent(storage('localStorage')),
  memory: storage('sessionStorage'),
}).begin(document.getElementById('page'));
