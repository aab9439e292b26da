// A stroke on the mask, from where it began to where it is.

import { box, disc, line } from './mask.js';

/** @typedef {import('./viewport.js').Point} Point */

export class Stroke {
  #mask;
  #tool;
  #from;
  #last;

  /**
   * Begins one.
   *
   * @param {import('./mask.js').Mask} mask
   * @param {'brush'|'eraser'|'box'} tool
   * @param {Point} at in source pixels
   * @param {number} diameter of the brush
   */
  constructor(mask, tool, at, diameter) {
    this.#mask = mask;
    this.#tool = tool;
    this.#from = at;
    this.#last = at;
    mask.begin();
    if (tool !== 'box') this.#paint(disc(at.x, at.y, diameter));
  }

  /** Where it began. */
  get from() {
    return this.#from;
  }

  /**
   * @param {Point} at
   * @param {number} diameter
   */
  go(at, diameter) {
    if (this.#tool !== 'box') this.#paint(line(this.#last, at, diameter));
    this.#last = at;
  }

  end() {
    if (this.#tool === 'box') this.#paint(box(this.#from, this.#last));
  }

  /** It was begun by mistake. */
  abandon() {
    this.#mask.abandon();
  }

  #paint(spans) {
    this.#mask.paint(spans, this.#tool !== 'eraser');
  }
}
