// Where the source lies on the canvas: a scale and a shift, from source pixels to the canvas's own.

const LARGEST = 64;

/** @typedef {{x: number, y: number}} Point */

export class Viewport {
  scale = 1;
  x = 0;
  y = 0;
  #fitted = 1;

  /**
   * Shows all of the source, in the middle.
   *
   * @param {{width: number, height: number}} canvas
   * @param {{width: number, height: number}} source
   */
  fit(canvas, source) {
    this.#fitted = Math.min(canvas.width / source.width, canvas.height / source.height) * 0.96;
    this.scale = this.#fitted;
    this.x = (canvas.width - source.width * this.scale) / 2;
    this.y = (canvas.height - source.height * this.scale) / 2;
  }

  /**
   * @param {Point} point on the canvas
   * @returns {Point} in source pixels, with fractions
   */
  toSource({ x, y }) {
    return { x: (x - this.x) / this.scale, y: (y - this.y) / this.scale };
  }

  /**
   * @param {number} factor
   * @param {Point} around stays where it is on the canvas
   */
  zoom(factor, around) {
    const scale = Math.max(this.#fitted / 2, Math.min(Math.max(LARGEST, this.#fitted), this.scale * factor));
    this.x = around.x - ((around.x - this.x) * scale) / this.scale;
    this.y = around.y - ((around.y - this.y) * scale) / this.scale;
    this.scale = scale;
  }

  /** @param {Point} by in canvas pixels */
  pan(by) {
    this.x += by.x;
    this.y += by.y;
  }
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{clientX: number, clientY: number}} event
 * @returns {Point} in the canvas's own pixels
 */
export function pointOn(canvas, { clientX, clientY }) {
  const { left, top } = canvas.getBoundingClientRect();
  const ratio = canvas.width / canvas.clientWidth;
  return { x: (clientX - left) * ratio, y: (clientY - top) * ratio };
}
