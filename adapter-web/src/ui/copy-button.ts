import type { Language } from '../i18n/index.js';
import { copyText } from './clipboard.js';
import { drawing, iconButton } from './dom.js';
import { icons } from './icons.js';

const SHOWN_FOR_MS = 1_600;

/** A button that copies what the function gives, and says for a moment whether it did. */
export function copyButton(language: Language, label: string, textOf: () => string): HTMLButtonElement {
  const { words } = language;
  const button = iconButton('.copy', label, icons.copy, () => {
    void copyText(textOf()).then(isDone => {
      show(button, isDone ? words.copied : words.copyFailed, isDone ? icons.check : icons.warning);
      setTimeout(() => show(button, label, icons.copy), SHOWN_FOR_MS);
    });
  });
  return button;
}

function show(button: HTMLButtonElement, label: string, icon: string): void {
  button.setAttribute('aria-label', label);
  button.title = label;
  button.replaceChildren(drawing(icon));
}
