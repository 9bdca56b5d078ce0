import { OutboxAtBest, browser, shelf } from '../core/index.js';
import { PreferenceStore } from '../ui/preferences.js';
import { People } from './account/people.js';
import { App } from './app.js';

const root = document.getElementById('page');
if (root) {
  const around = browser();
  const shared = shelf('localStorage');
  await new App({
    root,
    around,
    outbox: new OutboxAtBest(globalThis.indexedDB),
    shared,
    own: shelf('sessionStorage'),
    preferences: new PreferenceStore(shared),
    people: new People(shared, around),
  }).begin();
}
