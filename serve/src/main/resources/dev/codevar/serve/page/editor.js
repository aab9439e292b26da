// The canvas on which people paint what is drawn anew: pointers, fingers and keys.

import { Easel } from './easel.js';
import { Fingers } from './fingers.js';
import { moved } from './keys.js';
import { Mask, box, disc } from './mask.js';
import { Stroke } from './stroke.js';
import { Viewport, pointOn } from './viewport.js';

/** @typedef {'brush'|'eraser'|'box'|'hand'} Tool */

export class Editor {
  /** @type {Tool} */
  tool = 'brush';

  /** @type {number} of the brush, in source pixels */
  diameter = 4;

  /** Whether what a square cut leaves out is dimmed. */
  cut = true;

  /** @type {Mask} */
  mask = new Mask(1, 1);

  /** @type {?HTMLCanvasElement} */
  source = null;

  #canvas;
  #easel;
  #viewport = new Viewport();
  #onPaint;
  #fingers = new Fingers();
  #stroke = null;
  #cursor = null;
  #frame = 0;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {() => void} onPaint is called after every stroke, and refreshes
   */
  constructor(canvas, onPaint) {
    this.#canvas = canvas;
    this.#easel = new Easel(canvas);
    this.#onPaint = onPaint;
    new ResizeObserver(() => this.#resize()).observe(canvas);
    canvas.addEventListener('pointerdown', event => this.#down(event));
    canvas.addEventListener('pointermove', event => this.#move(event));
    for (const type of ['pointerup', 'pointercancel']) canvas.addEventListener(type, event => this.#up(event));
    for (const type of ['pointerleave', 'blur']) canvas.addEventListener(type, () => this.#point(null));
    canvas.addEventListener('keydown', event => this.#key(event));
    canvas.addEventListener('wheel', event => this.#wheel(event), { passive: false });
  }

  /**
   * @param {HTMLCanvasElement} source
   * @param {Mask} mask
   */
  load(source, mask) {
    this.source = source;
    this.mask = mask;
    this.fit();
  }

  fit() {
    if (this.source) this.#viewport.fit(this.#canvas, this.source);
    this.refresh();
  }

  /** @param {number} factor around the middle */
  zoom(factor) {
    this.#viewport.zoom(factor, { x: this.#canvas.width / 2, y: this.#canvas.height / 2 });
    this.refresh();
  }

  /** Draws again what the mask has now. */
  refresh() {
    this.#easel.take(this.mask);
    this.#redraw();
  }

  #redraw() {
    if (this.#frame || !this.source) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#easel.draw(this.#viewport, this.source, { cursor: this.#pixels(), cut: this.cut });
    });
  }

  #resize() {
    const { clientWidth, clientHeight } = this.#canvas;
    if (clientWidth === 0) return;
    this.#canvas.width = Math.round(clientWidth * devicePixelRatio);
    this.#canvas.height = Math.round(clientHeight * devicePixelRatio);
    this.fit();
  }

  /** What the tool would paint at the cursor. */
  #pixels() {
    if (!this.#cursor || this.tool === 'hand') return null;
    if (this.tool === 'box') return box(this.#stroke?.from ?? this.#cursor, this.#cursor);
    return disc(this.#cursor.x, this.#cursor.y, this.diameter);
  }

  #point(at) {
    if (this.#stroke && !at) return;
    this.#cursor = at;
    this.#redraw();
  }

  #down(event) {
    if (!this.source || event.button > 1) return;
    event.preventDefault();
    this.#canvas.focus({ preventScroll: true });
    this.#canvas.setPointerCapture(event.pointerId);
    this.#fingers.put(event.pointerId, pointOn(this.#canvas, event));
    if (this.#fingers.count > 1) this.#giveUp();
    else if (this.tool !== 'hand' && event.button === 0) this.#begin(this.#viewport.toSource(pointOn(this.#canvas, event)));
  }

  #move(event) {
    if (!this.source) return;
    const down = this.#fingers.has(event.pointerId);
    const now = pointOn(this.#canvas, event);
    if (down && !this.#stroke) {
      this.#fingers.shift(this.#viewport, event.pointerId, now);
      this.#redraw();
    }
    if (down) this.#fingers.put(event.pointerId, now);
    if (!this.#stroke) {
      if (event.pointerType !== 'touch') this.#point(this.#viewport.toSource(now));
      return;
    }
    const all = event.getCoalescedEvents?.() ?? [];
    for (const one of all.length > 0 ? all : [event]) this.#go(this.#viewport.toSource(pointOn(this.#canvas, one)));
  }

  #up(event) {
    this.#fingers.lift(event.pointerId);
    this.#end();
    if (event.pointerType === 'touch') this.#point(null);
  }

  #begin(at) {
    this.#stroke = new Stroke(this.mask, this.tool, at, this.diameter);
    this.#cursor = at;
    this.refresh();
  }

  #go(at) {
    this.#stroke.go(at, this.diameter);
    if (this.tool !== 'box') this.refresh();
    this.#point(at);
  }

  #end() {
    if (!this.#stroke) return;
    this.#stroke.end();
    this.#stroke = null;
    this.#onPaint();
  }

  #giveUp() {
    if (!this.#stroke) return;
    this.#stroke.abandon();
    this.#stroke = null;
    this.refresh();
  }

  #wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.#viewport.zoom(Math.exp(-event.deltaY / 200), pointOn(this.#canvas, event));
    this.#redraw();
  }

  /** Arrows move the cursor, Space and Enter paint; a box begins and ends with one of them. */
  #key(event) {
    if (!this.source || event.ctrlKey || event.metaKey) return;
    const at = this.#cursor ?? { x: this.mask.width / 2, y: this.mask.height / 2 };
    const next = moved(at, event, this.mask);
    if (next) {
      if (this.#stroke) this.#go(next);
      else this.#point(next);
    } else if (event.key === ' ' || event.key === 'Enter') {
      if (this.tool !== 'hand') this.#press(at);
    } else {
      return;
    }
    event.preventDefault();
  }

  #press(at) {
    if (this.#stroke) {
      this.#end();
    } else {
      this.#begin(at);
      if (this.tool !== 'box') this.#end();
    }
  }
}
