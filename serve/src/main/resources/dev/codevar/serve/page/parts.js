// Parts of a picture that are chosen without painting, and room around it.

import { Mask, box } from './mask.js';
import { shrunk } from './sources.js';

/** Left, top, right, bottom, as shares of the sides. */
const PARTS = { left: [0, 0, 0.5, 1], right: [0.5, 0, 1, 1], upper: [0, 0, 1, 0.5], lower: [0, 0.5, 1, 1], middle: [0.25, 0.25, 0.75, 0.75] };

/** The part of each side that a picture keeps when it gets room around. */
const ROOM = 0.75;

/**
 * @param {Mask} mask is painted
 * @param {string} name of the part
 */
export const paintPart = (mask, name) => mask.paint(part(mask, PARTS[name]), true);

/**
 * The picture smaller, all around it to be drawn anew: what is beyond its edges.
 *
 * @param {HTMLCanvasElement} source
 * @returns {{source: HTMLCanvasElement, mask: Mask}}
 */
export function withRoom(source) {
  const mask = new Mask(source.width, source.height);
  const edge = (1 - ROOM) / 2;
  mask.paint(part(mask, [edge, edge, 1 - edge, 1 - edge]), true);
  mask.reversed = true;
  return { source: shrunk(source, ROOM), mask };
}

function part({ width, height }, [left, top, right, bottom]) {
  const edge = (share, whole, less = 0) => Math.round(share * whole) - less;
  return box({ x: edge(left, width), y: edge(top, height) }, { x: edge(right, width, 1), y: edge(bottom, height, 1) });
}
