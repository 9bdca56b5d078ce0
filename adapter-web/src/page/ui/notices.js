/** What floats over the conversation for a while: a sentence, and perhaps something to do about it. */

import { words } from '../words.js';
import { element, iconButton } from './dom.js';
import { icons } from './icons.js';

const SHOWN_FOR_MS = 6_000;

export class Notices {
  node = element('div.notices', { role: 'status' });

  /** @param {{label: string, act: () => void, forMs: number}} [undo] what can be done about it, and for how long */
  show(sentence, undo) {
    const remove = () => notice.remove();
    const notice = element(
      'div.notice',
      {},
      element('span', {}, sentence),
      undo
        ? element(
            'button.text-button',
            {
              type: 'button',
              click: () => {
                remove();
                undo.act();
              },
            },
            undo.label,
          )
        : null,
      iconButton('.small', words.dismiss, icons.close, remove),
    );
    this.node.append(notice);
    setTimeout(remove, undo?.forMs ?? SHOWN_FOR_MS);
  }
}
