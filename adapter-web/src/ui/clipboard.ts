/** Puts text on the clipboard; also on pages of plain HTTP, where the newer way is closed. Says whether it did. */
export async function copyText(text: string): Promise<boolean> {
  const clipboard = (navigator as Partial<Navigator>).clipboard;
  if (clipboard) {
    try {
      await clipboard.writeText(text);
      return true;
    } catch {
      return copyOldWay(text); // forbidden by the page's policy, say
    }
  }
  return copyOldWay(text);
}

function copyOldWay(text: string): boolean {
  const before = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.style.position = 'fixed';
  field.style.opacity = '0';
  document.body.append(field);
  field.select();
  const isDone = document.execCommand('copy');
  field.remove();
  (before as HTMLElement | null)?.focus();
  return isDone;
}
