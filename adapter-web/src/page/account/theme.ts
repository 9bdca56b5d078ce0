/** Light or dark, as somebody has chosen; the system decides if nobody has. */

import type { Preferences } from '../../ui/preferences.js';

/** The colour of the browser's own bars: that of the page, which no style sheet can say. */
const BARS = { light: '#fcfcfd', dark: '#131419' };

export function applyTheme(theme: Preferences['theme']): void {
  if (theme === 'system') {
    delete document.documentElement.dataset['theme'];
  } else {
    document.documentElement.dataset['theme'] = theme;
  }
  for (const bar of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    bar.content = BARS[theme === 'system' ? (bar.media.includes('dark') ? 'dark' : 'light') : theme];
  }
}
