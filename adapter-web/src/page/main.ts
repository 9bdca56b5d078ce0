import { Api, CookieGuest, OutboxAtBest, browser, shelf } from '../core/index.js';
import { languageFor, localeFor } from '../i18n/index.js';
import { element } from '../ui/dom.js';
import { PreferenceStore } from '../ui/preferences.js';
import { Page } from './page.js';

const around = browser();
const shared = shelf('localStorage');
const preferences = new PreferenceStore(shared);
const wishes = [new URLSearchParams(location.search).get('locale') ?? [], navigator.languages].flat();
const language = await languageFor(preferences.now.locale ?? localeFor(wishes), wishes);
const root = document.getElementById('page');

document.documentElement.lang = language.locale === 'qps-mirror' ? 'en' : language.locale;
document.documentElement.dir = language.dir;
if (root) {
  new Page({
    api: new Api({ base: '', identity: new CookieGuest(), around }),
    outbox: new OutboxAtBest(globalThis.indexedDB),
    around,
    shared,
    own: shelf('sessionStorage'),
    language,
    preferences,
    foot: element('div'),
  }).begin(root);
}
