// One line for people at the top of the page: what went wrong, or what they should know.

import { byId } from './dom.js';

function show(text, kind) {
  byId('notice-text').textContent = text;
  byId('notice').dataset.kind = kind;
  byId('notice').hidden = false;
}

/** Shows an error's line and marks the control that is to blame. */
export function fail(error) {
  show(error?.message || String(error), 'error');
  const control = error?.param ? document.querySelector(`[data-param="${CSS.escape(error.param)}"]`) : null;
  control?.setAttribute('aria-invalid', 'true');
}

export const tell = text => show(text, 'note');

export function clear() {
  byId('notice').hidden = true;
  document.querySelectorAll('[data-param][aria-invalid]').forEach(control => control.removeAttribute('aria-invalid'));
}

byId('notice-close').addEventListener('click', clear);
