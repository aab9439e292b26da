// Arrow keys on the canvas.

const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * Where a key moves the cursor.
 *
 * @param {import('./viewport.js').Point} at in source pixels
 * @param {KeyboardEvent} event with Shift eight pixels at a time
 * @param {{width: number, height: number}} within
 * @returns {?import('./viewport.js').Point} null for another key
 */
export function moved(at, { key, shiftKey }, { width, height }) {
  if (!(key in MOVES)) return null;
  const [x, y] = MOVES[key].map(one => one * (shiftKey ? 8 : 1));
  const bounded = (value, most) => Math.max(0, Math.min(most - 0.5, value));
  return { x: bounded(at.x + x, width), y: bounded(at.y + y, height) };
}
