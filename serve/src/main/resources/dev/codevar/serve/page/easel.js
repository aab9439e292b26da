// Draws the source, the mask over it, and the cursor.

const STRIPE = 6;
const SMOOTH_BELOW = 2;

/** Stripes are seen on every picture and are no colour that stands for a model. */
function stripes(context) {
  const tile = new OffscreenCanvas(2 * STRIPE, 2 * STRIPE);
  const pen = tile.getContext('2d');
  pen.fillStyle = 'rgba(255, 255, 255, .82)';
  pen.fillRect(0, 0, 2 * STRIPE, 2 * STRIPE);
  pen.strokeStyle = 'rgba(30, 32, 40, .82)';
  pen.lineWidth = STRIPE * 0.9;
  for (const shift of [-2, 0, 2]) {
    pen.beginPath();
    pen.moveTo(shift * STRIPE - STRIPE, 3 * STRIPE);
    pen.lineTo(shift * STRIPE + 3 * STRIPE, -STRIPE);
    pen.stroke();
  }
  return context.createPattern(tile, 'repeat');
}

export class Easel {
  #context;
  #layer = new OffscreenCanvas(1, 1);
  #maskPicture = new OffscreenCanvas(1, 1);
  #stripes;

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.#context = canvas.getContext('2d');
    this.#stripes = stripes(this.#context);
  }

  /** Takes over what was painted. */
  take(mask) {
    if (this.#maskPicture.width !== mask.width || this.#maskPicture.height !== mask.height) {
      this.#maskPicture = new OffscreenCanvas(mask.width, mask.height);
    }
    this.#maskPicture.getContext('2d').putImageData(mask.image([255, 255, 255, 255], [0, 0, 0, 0]), 0, 0);
  }

  /**
   * @param {import('./viewport.js').Viewport} viewport
   * @param {HTMLCanvasElement} source
   * @param {{cursor: ?import('./mask.js').Span[], cut: boolean}} extras the pixels under the cursor, and whether what is cut off is dimmed
   */
  draw(viewport, source, { cursor, cut }) {
    const { canvas } = this.#context;
    const pen = this.#context;
    const place = context => context.setTransform(viewport.scale, 0, 0, viewport.scale, viewport.x, viewport.y);
    pen.resetTransform();
    pen.clearRect(0, 0, canvas.width, canvas.height);
    place(pen);
    pen.imageSmoothingEnabled = viewport.scale < SMOOTH_BELOW;
    pen.drawImage(source, 0, 0);
    if (cut) this.#dimCutOff(source);
    pen.resetTransform();
    pen.drawImage(this.#maskLayer(canvas, place), 0, 0);
    if (cursor) {
      place(pen);
      this.#cursor(cursor, 1 / viewport.scale);
    }
  }

  #maskLayer({ width, height }, place) {
    if (this.#layer.width !== width || this.#layer.height !== height) this.#layer = new OffscreenCanvas(width, height);
    const pen = this.#layer.getContext('2d');
    pen.resetTransform();
    pen.globalCompositeOperation = 'copy';
    pen.imageSmoothingEnabled = false;
    place(pen);
    pen.drawImage(this.#maskPicture, 0, 0);
    pen.resetTransform();
    pen.globalCompositeOperation = 'source-in';
    pen.fillStyle = this.#stripes;
    pen.fillRect(0, 0, width, height);
    return this.#layer;
  }

  /** Only the square in the middle reaches the model. */
  #dimCutOff({ width, height }) {
    const side = Math.min(width, height);
    const [x, y] = [(width - side) / 2, (height - side) / 2];
    this.#context.fillStyle = 'rgba(128, 128, 128, .7)';
    this.#context.fillRect(0, 0, x, height);
    this.#context.fillRect(x + side, 0, width - x - side, height);
    this.#context.fillRect(x, 0, side, y);
    this.#context.fillRect(x, y + side, side, height - y - side);
  }

  /** The pixels that a stroke here would paint, filled and outlined in black and white. */
  #cursor(spans, pixel) {
    const pen = this.#context;
    pen.fillStyle = 'rgba(255, 255, 255, .35)';
    spans.forEach(({ x, y, width }) => pen.fillRect(x, y, width, 1));
    const outline = new Path2D();
    spans.forEach(({ x, y, width }, i) => {
      outline.rect(x - pixel, y, pixel, 1);
      outline.rect(x + width, y, pixel, 1);
      rim(outline, { x, y: y - pixel, width }, spans[i - 1], pixel);
      rim(outline, { x, y: y + 1, width }, spans[i + 1], pixel);
    });
    pen.fillStyle = '#000';
    pen.fill(outline);
    pen.translate(pixel, pixel);
    pen.fillStyle = '#fff';
    pen.fill(outline);
    pen.translate(-pixel, -pixel);
  }
}

/** The part of a row's rim that the neighbour's row does not cover. */
function rim(outline, { x, y, width }, neighbour, pixel) {
  if (!neighbour) {
    outline.rect(x, y, width, pixel);
    return;
  }
  const before = Math.max(0, neighbour.x - x);
  const after = Math.max(0, x + width - neighbour.x - neighbour.width);
  outline.rect(x, y, before, pixel);
  outline.rect(x + width - after, y, after, pixel);
}
