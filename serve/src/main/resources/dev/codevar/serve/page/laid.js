// The edit that lies on the desk, kept in the browser over a reload.

import * as history from './history.js';
import { tell } from './notice.js';
import { maskAddress } from './sources.js';

const DESK = 'edit';

/**
 * @param {{source: HTMLCanvasElement, mask: import('./mask.js').Mask}} editor
 * @param {string} fit
 */
export async function lay({ source, mask }, fit) {
  const laid = { source: source.toDataURL('image/png'), mask: maskAddress(mask), reversed: mask.reversed, fit };
  await history.lay(DESK, laid).catch(failure => tell(`This browser does not keep the edit: ${failure?.message ?? failure}`));
}

/** @returns {Promise<{source: string, mask: string, reversed: boolean, fit: string}|undefined>} */
export const fetchLaid = () => history.fetchLaid(DESK);
