// Light or dark: as the system has it, until somebody chooses. Runs before the first paint.

const KEY = 'codevar.theme';
const root = document.documentElement;

function show(theme) {
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
}

show(localStorage.getItem(KEY));

const isDark = () => (root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';

/**
 * Makes a button switch between light and dark.
 *
 * @param {HTMLButtonElement} button
 */
export function switchBy(button) {
  const label = () => button.setAttribute('aria-pressed', String(isDark()));
  label();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', label);
  button.addEventListener('click', () => {
    const theme = isDark() ? 'light' : 'dark';
    localStorage.setItem(KEY, theme);
    show(theme);
    label();
  });
}
