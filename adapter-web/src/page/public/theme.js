// Light or dark, as somebody has chosen, before anything is drawn. A file of its own, for nothing may stand in the page
// itself; whatever it can't find out is found out later.
try {
  const { theme } = JSON.parse(localStorage.getItem('parley.preferences') ?? '{}');
  if (theme === 'light' || theme === 'dark') {
    document.documentElement.dataset.theme = theme;
  }
} catch {
  // Storage is forbidden, or damaged: as the system has it.
}
