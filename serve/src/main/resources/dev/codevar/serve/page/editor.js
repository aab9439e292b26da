// The canvas on which people paint what is drawn anew: pointers, fingers and keys.

import { Easel } from './easel.js';
import { Mask, box, disc, line } from './mask.js';
import { Viewport } from './viewport.js';

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
  #fingers = new Map();
  #stroke = null;
  #cursor = null;
  #frame = 0;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {() => void} onPaint is called after every stroke
   */
  constructor(canvas, onPaint) {
    this.#canvas = canvas;
    this.#easel = new Easel(canvas);
    this.#onPaint = onPaint;
    new ResizeObserver(() => this.#resize()).observe(canvas);
    canvas.addEventListener('pointerdown', event => this.#down(event));
    canvas.addEventListener('pointermove', event => this.#move(event));
    canvas.addEventListener('pointerup', event => this.#up(event));
    canvas.addEventListener('pointercancel', event => this.#up(event));
    canvas.addEventListener('pointerleave', () => this.#point(null));
    canvas.addEventListener('blur', () => this.#point(null));
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

  #at({ clientX, clientY }) {
    const { left, top } = this.#canvas.getBoundingClientRect();
    const ratio = this.#canvas.width / this.#canvas.clientWidth;
    return { x: (clientX - left) * ratio, y: (clientY - top) * ratio };
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
    this.#fingers.set(event.pointerId, this.#at(event));
    if (this.#fingers.size > 1) this.#giveUp();
    else if (this.tool !== 'hand' && event.button === 0) this.#begin(this.#viewport.toSource(this.#at(event)));
  }

  #move(event) {
    if (!this.source) return;
    const before = this.#fingers.get(event.pointerId);
    const now = this.#at(event);
    if (before && !this.#stroke) this.#shift(event.pointerId, before, now);
    if (before) this.#fingers.set(event.pointerId, now);
    if (!this.#stroke) {
      if (event.pointerType !== 'touch') this.#point(this.#viewport.toSource(now));
      return;
    }
    const all = event.getCoalescedEvents?.() ?? [];
    for (const one of all.length > 0 ? all : [event]) this.#go(this.#viewport.toSource(this.#at(one)));
  }

  #up(event) {
    this.#fingers.delete(event.pointerId);
    this.#end();
    if (event.pointerType === 'touch') this.#point(null);
  }

  /** One finger shifts the picture, two zoom it too. */
  #shift(id, before, now) {
    const other = [...this.#fingers].find(([one]) => one !== id)?.[1];
    if (other) {
      const apart = point => Math.max(1, Math.hypot(point.x - other.x, point.y - other.y));
      const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
      this.#viewport.zoom(apart(now) / apart(before), middle);
      this.#viewport.pan({ x: (now.x - before.x) / 2, y: (now.y - before.y) / 2 });
    } else {
      this.#viewport.pan({ x: now.x - before.x, y: now.y - before.y });
    }
    this.#redraw();
  }

  #begin(at) {
    this.mask.begin();
    this.#stroke = { from: at, last: at };
    this.#cursor = at;
    if (this.tool !== 'box') this.#paint(disc(at.x, at.y, this.diameter));
    this.#redraw();
  }

  #go(at) {
    if (this.tool !== 'box') this.#paint(line(this.#stroke.last, at, this.diameter));
    this.#stroke.last = at;
    this.#point(at);
  }

  #paint(spans) {
    this.mask.paint(spans, this.tool !== 'eraser');
    this.refresh();
  }

  #end() {
    if (!this.#stroke) return;
    if (this.tool === 'box') this.#paint(box(this.#stroke.from, this.#stroke.last));
    this.#stroke = null;
    this.#onPaint();
  }

  #giveUp() {
    if (!this.#stroke) return;
    this.#stroke = null;
    this.mask.abandon();
    this.refresh();
  }

  #wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.#viewport.zoom(Math.exp(-event.deltaY / 200), this.#at(event));
    this.#redraw();
  }

  /** Arrows move the cursor, Space and Enter paint; a box begins and ends with one of them. */
  #key(event) {
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (!this.source || event.ctrlKey || event.metaKey) return;
    const at = this.#cursor ?? { x: this.mask.width / 2, y: this.mask.height / 2 };
    if (event.key in moves) {
      const [x, y] = moves[event.key].map(one => one * (event.shiftKey ? 8 : 1));
      const within = (value, most) => Math.max(0, Math.min(most - 0.5, value));
      const next = { x: within(at.x + x, this.mask.width), y: within(at.y + y, this.mask.height) };
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
