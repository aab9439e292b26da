// Asks for the token once, however many requests want it.

import { byId } from './dom.js';

let asked = null;

/**
 * @param {string} why what the server said
 * @returns {Promise<?string>} null where people give none
 */
export function askForToken(why) {
  asked ??= new Promise(resolve => {
    const dialog = byId('token-dialog');
    byId('token-why').textContent = why;
    byId('token').value = '';
    dialog.addEventListener('close', () => {
      asked = null;
      resolve(dialog.returnValue === 'ok' ? byId('token').value.trim() || null : null);
    }, { once: true });
    dialog.showModal();
  });
  return asked;
}
