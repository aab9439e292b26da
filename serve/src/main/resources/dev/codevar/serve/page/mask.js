// The mask: a value for every pixel of the source, painted stroke by stroke, with undo.

const MOST_STROKES = 60;

/** True pixels are drawn anew (or, when reversed, all others). */
export class Mask {
  /** @type {Uint8Array} 1 where painted */
  #painted;
  #past = [];
  #future = [];

  /** Whether what is not painted is drawn anew: outpainting. */
  reversed = false;

  /**
   * @param {number} width in pixels
   * @param {number} height
   */
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.#painted = new Uint8Array(width * height);
  }

  /** Begins a stroke: what follows is undone in one step. */
  begin() {
    this.#past.push(this.#painted.slice());
    if (this.#past.length > MOST_STROKES) this.#past.shift();
    this.#future = [];
  }

  /** Takes back a stroke that was only begun by mistake. */
  abandon() {
    if (this.#past.length > 0) this.#painted = this.#past.pop();
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  undo() {
    if (!this.canUndo) return;
    this.#future.push(this.#painted);
    this.#painted = this.#past.pop();
  }

  redo() {
    if (!this.canRedo) return;
    this.#past.push(this.#painted);
    this.#painted = this.#future.pop();
  }

  /**
   * @param {Span[]} spans rows of pixels
   * @param {boolean} on painted or erased
   */
  paint(spans, on) {
    for (const { x, y, width } of spans) {
      if (y < 0 || y >= this.height) continue;
      const from = Math.max(0, x);
      const to = Math.min(this.width, x + width);
      if (to > from) this.#painted.fill(on ? 1 : 0, y * this.width + from, y * this.width + to);
    }
  }

  clear() {
    this.#painted.fill(0);
  }

  /** Says the same from the other side: paints what was not, and reverses. */
  turn() {
    this.reversed = !this.reversed;
    this.#painted = this.#painted.map(one => 1 - one);
  }

  /** How many pixels are drawn anew. */
  get pixels() {
    const painted = this.#painted.reduce((sum, one) => sum + one, 0);
    return this.reversed ? this.#painted.length - painted : painted;
  }

  /**
   * @param {number[]} colour red, green, blue, alpha of what is drawn anew
   * @param {number[]} other of what is kept
   */
  image(colour, other) {
    const image = new ImageData(this.width, this.height);
    const words = new Uint32Array(image.data.buffer);
    const [yes, no] = [colour, other].map(one => new Uint32Array(new Uint8Array(one).buffer)[0]);
    const anew = this.reversed ? 0 : 1;
    this.#painted.forEach((one, i) => {
      words[i] = one === anew ? yes : no;
    });
    return image;
  }

  /** @param {ImageData} image white is drawn anew */
  read(image) {
    this.reversed = false;
    this.#painted.forEach((_, i) => {
      this.#painted[i] = image.data[4 * i + 3] < 128 || image.data[4 * i] >= 128 ? 1 : 0;
    });
  }
}

/**
 * @typedef {{x: number, y: number, width: number}} Span
 */

/**
 * The rows of a disc, whose edge lies on pixels.
 *
 * @param {number} x the middle, in pixels
 * @param {number} y
 * @param {number} diameter a whole number of pixels
 * @returns {Span[]}
 */
export function disc(x, y, diameter) {
  const left = Math.round(x - diameter / 2);
  const top = Math.round(y - diameter / 2);
  const radius = diameter / 2;
  const spans = [];
  for (let row = 0; row < diameter; row++) {
    const off = row + 0.5 - radius;
    const half = Math.sqrt(Math.max(0, radius * radius - off * off));
    const from = Math.round(radius - half);
    const width = Math.round(radius + half) - from;
    if (width > 0) spans.push({ x: left + from, y: top + row, width });
  }
  return spans;
}

/**
 * Discs along a line, near enough to leave no gap.
 *
 * @param {{x: number, y: number}} from
 * @param {{x: number, y: number}} to
 * @param {number} diameter
 */
export function line(from, to, diameter) {
  const steps = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / Math.max(0.5, diameter / 4)));
  return Array.from({ length: steps }, (_, i) => (i + 1) / steps)
    .flatMap(part => disc(from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part, diameter));
}

/** The pixels of a box between two corners, both of them inside. */
export function box(one, other) {
  const [left, right] = [one.x, other.x].map(Math.floor).sort((a, b) => a - b);
  const [top, bottom] = [one.y, other.y].map(Math.floor).sort((a, b) => a - b);
  return Array.from({ length: bottom - top + 1 }, (_, i) => ({ x: left, y: top + i, width: right - left + 1 }));
}
