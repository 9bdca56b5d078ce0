/** The browser's storage, or memory of the same face where the browser lends none. */

/** @param {'localStorage' | 'sessionStorage'} name */
export function storage(name) {
  try {
    const kept = globalThis[name];
    kept.setItem('parley.probe', '');
    kept.removeItem('parley.probe');
    return kept;
  } catch {
    return inMemory(); // forbidden or full: this window works, and forgets when it is closed
  }
}

/** Enumerable like a Storage: its own keys are the entries. */
export function inMemory() {
  return Object.create({
    getItem(key) {
      return Object.hasOwn(this, key) ? this[key] : null;
    },
    setItem(key, value) {
      this[key] = String(value);
    },
    removeItem(key) {
      delete this[key];
    },
  });
}
