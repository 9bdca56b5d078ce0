/** The list of keys that do something. */

import type { Language } from '../../i18n/index.js';
import { element } from '../../ui/dom.js';
import { Dialog } from './dialog.js';

/** Which key stands for Ctrl on a computer of Apple. */
export function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}

export function shortcutsDialog(language: Language, isEnterSending: boolean, onClosed: () => void): Dialog {
  const { shortcuts } = language.words;
  const control = isApple() ? '⌘' : 'Ctrl';
  const shift = isApple() ? '⇧' : 'Shift';
  const rows: [string, string[]][] = [
    [shortcuts.search, [control, 'K']],
    [shortcuts.start, [control, shift, 'O']],
    [shortcuts.send, isEnterSending ? ['Enter'] : [control, 'Enter']],
    [shortcuts.line, isEnterSending ? [shift, 'Enter'] : ['Enter']],
    [shortcuts.last, ['↑']],
    [shortcuts.stop, ['Esc']],
    [shortcuts.settings, [control, ',']],
    [shortcuts.help, ['?']],
  ];
  const dialog = new Dialog(language, { title: shortcuts.title, kind: 'shortcuts', onClosed });
  dialog.body.append(
    element(
      'dl.keys',
      {},
      rows.map(([does, keys]) =>
        element(
          'div',
          {},
          element('dt', {}, does),
          element(
            'dd',
            {},
            keys.map(key => element('kbd', {}, key)),
          ),
        ),
      ),
    ),
  );
  return dialog;
}
