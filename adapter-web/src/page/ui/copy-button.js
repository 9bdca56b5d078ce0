import { words } from '../words.js';
import { copyText } from './clipboard.js';
import { drawing, iconButton } from './dom.js';
import { icons } from './icons.js';

const SHOWN_FOR_MS = 1_600;

/** A button that copies what the function gives, and says so for a moment. */
export function copyButton(label, textOf) {
  const button = iconButton('.copy', label, icons.copy, async () => {
    await copyText(textOf());
    show(button, words.copied, icons.check);
    setTimeout(() => show(button, label, icons.copy), SHOWN_FOR_MS);
  });
  return button;
}

function show(button, label, icon) {
  button.setAttribute('aria-label', label);
  button.title = label;
  button.replaceChildren(drawing(icon));
}
