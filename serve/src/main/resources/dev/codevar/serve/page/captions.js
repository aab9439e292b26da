// What is said of pictures: their names, and what they took.

import { duration, plural, slug } from './format.js';
import { totalSeconds } from './ladder.js';

/** @typedef {import('./history.js').Kept} Kept */

/** @param {Kept} kept */
export function words({ picture, request }) {
  return {
    label: `${picture.class_name}, seed ${picture.seed}, plan ${request.plan}`,
    caption: `${picture.class_name} · ${picture.seed}`,
  };
}

/** @param {Kept} kept */
export const fileName = ({ picture, request }) => `${request.model}-${slug(picture.class_name)}-${picture.seed}-${request.plan}.png`;

/**
 * @param {Object} job that is done
 * @param {import('./job.js').Scale[]} scales
 */
export function timeLine({ timings, pictures }, scales) {
  const made = `${plural(pictures.length, 'picture')} in ${duration(timings?.draw_seconds ?? totalSeconds(scales))}`;
  const waited = timings?.queue_seconds >= 0.05 ? `, after waiting ${duration(timings.queue_seconds)}` : '';
  const others = (timings?.together_with ?? 0) - pictures.length;
  return `${made}${waited}${others > 0 ? `, together with ${plural(others, 'picture')} of others` : ''}.`;
}
