import { Api } from './net/api.js';
import { storage } from './net/storage.js';
import { Page } from './page.js';

new Page({
  api: new Api(),
  shared: storage('localStorage'),
  own: storage('sessionStorage'),
}).begin(document.getElementById('page'));
