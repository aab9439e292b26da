// Numbers as people read them.

/** @param {number} seconds for example 0.0042 is "4.2 ms", 1.5 is "1.50 s" */
export function duration(seconds) {
  const ms = seconds * 1000;
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return seconds < 10 ? `${seconds.toFixed(2)} s` : `${seconds.toFixed(1)} s`;
}

/** @param {number} factor how many times as fast, for example 1.94 is "1.9×" */
export const times = factor => `${factor < 10 ? factor.toFixed(1) : Math.round(factor)}×`;

/** One picture, two pictures. */
export const plural = (n, one, many = `${one}s`) => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

/** How many pixels or tokens a square map has. */
export const square = side => side * side;

/** A part of a file's name. */
export const slug = text => text.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'picture';
