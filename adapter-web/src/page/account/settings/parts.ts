/** What sections of the settings are made of. */

import type { Child } from '../../../ui/dom.js';
import { drawing, element } from '../../../ui/dom.js';
import { icons } from '../../../ui/icons.js';

let made = 0;

/** A setting in a line: what it is, and its control at the end. What it is, is the label of a control that is one field. */
export function line(
  label: string,
  hint: string | null,
  control: (labelId: string, hintId: string) => HTMLElement,
): HTMLElement {
  const id = `parley-setting-${++made}`;
  const chosen = control(id, hint === null ? '' : `${id}-hint`);
  const field = chosen.matches('input') ? chosen : chosen.querySelector('select');
  return element(
    'div.setting',
    {},
    element(
      'div.setting-words',
      {},
      field
        ? element('label.setting-label', { id, for: field.id }, label)
        : element('span.setting-label', { id }, label),
      hint === null ? null : element('span.setting-hint', { id: `${id}-hint` }, hint),
    ),
    chosen,
  );
}

function fieldOf(labelId: string): string {
  return `${labelId}-field`;
}

export interface Option<Value extends string> {
  value: Value;
  label: string;
}

/** One of a few, side by side. */
export function choice<Value extends string>(
  labels: readonly [labelId: string, hintId: string],
  options: readonly Option<Value>[],
  chosen: Value,
  onChosen: (value: Value) => void,
): HTMLElement {
  const name = `parley-choice-${++made}`;
  return element(
    'div.choice',
    { role: 'radiogroup', 'aria-labelledby': labels[0], 'aria-describedby': labels[1] || null },
    options.map(({ value, label }) => {
      const input = element('input', { type: 'radio', name, value, change: () => onChosen(value) });
      input.checked = value === chosen;
      return element('label', {}, input, element('span', {}, label));
    }),
  );
}

/** On or off. */
export function toggle(
  labels: readonly [labelId: string, hintId: string],
  isOn: boolean,
  onChange: (isOn: boolean) => void,
): HTMLElement {
  const input: HTMLInputElement = element('input.switch', {
    type: 'checkbox',
    role: 'switch',
    id: fieldOf(labels[0]),
    'aria-describedby': labels[1] || null,
    change: () => onChange(input.checked),
  });
  input.checked = isOn;
  return input;
}

/** One of many. */
export function selection<Value extends string>(
  labels: readonly [labelId: string, hintId: string],
  options: readonly Option<Value>[],
  chosen: Value,
  onChosen: (value: Value) => void,
): HTMLElement {
  const select: HTMLSelectElement = element(
    'select',
    {
      id: fieldOf(labels[0]),
      'aria-describedby': labels[1] || null,
      change: () => onChosen(select.value as Value),
    },
    options.map(({ value, label }) => element('option', { value }, label)),
  );
  select.value = chosen;
  return element('div.selection', {}, select);
}

export function quietButton(label: string, onClick: () => unknown, isDanger = false, name?: string): HTMLButtonElement {
  return element(
    `button.quiet-button${isDanger ? '.danger' : ''}` as 'button',
    { type: 'button', click: onClick, 'aria-label': name },
    label,
  );
}

export function section(...children: Child[]): HTMLElement {
  return element('div.section', {}, ...children);
}

/** Says what became of something, to the ears as well. */
export interface StatusLine {
  readonly node: HTMLElement;
  say(sentence: string): void;
  done(sentence: string): void;
  complain(sentence: string): void;
  clear(): void;
}

export function statusLine(): StatusLine {
  const node = element('p.form-status', { role: 'status' });
  const show = (sentence: string, icon: string | null, isTrouble = false): void => {
    node.classList.toggle('trouble', isTrouble);
    node.replaceChildren(...(icon === null ? [] : [drawing(icon)]), element('span', {}, sentence));
  };
  return {
    node,
    say: sentence => show(sentence, null),
    done: sentence => show(sentence, icons.check),
    complain: sentence => show(sentence, icons.warning, true),
    clear: () => node.replaceChildren(),
  };
}
