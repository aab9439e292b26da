// The line at the foot of the page: which server this is, and how busy.

import * as api from './api.js';
import { byId } from './dom.js';
import { plural } from './format.js';

const EVERY = 15_000;

async function show() {
  if (document.hidden) return;
  try {
    const { version, processor, threads, waiting_requests: waiting, draining } = await api.status();
    byId('server').textContent = `codevar ${version} on ${processor}, ${plural(threads, 'thread')}`;
    byId('load').textContent = draining ? 'shutting down' : waiting > 0 ? `${plural(waiting, 'request')} waiting` : 'nobody waiting';
  } catch {
    byId('load').textContent = 'no answer';
  }
}

/** Shows it from now on, whenever the page is looked at. */
export function keepFooter() {
  document.addEventListener('visibilitychange', show);
  setInterval(show, EVERY);
  show();
}
