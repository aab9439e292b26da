// Pointers that are down: one shifts what is seen, two zoom it too.

/** @typedef {import('./viewport.js').Point} Point */

export class Fingers {
  #points = new Map();

  get count() {
    return this.#points.size;
  }

  has(id) {
    return this.#points.has(id);
  }

  /**
   * @param {number} id
   * @param {Point} at on the canvas
   */
  put(id, at) {
    this.#points.set(id, at);
  }

  lift(id) {
    this.#points.delete(id);
  }

  /**
   * @param {import('./viewport.js').Viewport} viewport
   * @param {number} id of the finger that has moved
   * @param {Point} now
   */
  shift(viewport, id, now) {
    const before = this.#points.get(id);
    const other = [...this.#points].find(([one]) => one !== id)?.[1];
    if (!other) {
      viewport.pan({ x: now.x - before.x, y: now.y - before.y });
      return;
    }
    const apart = point => Math.max(1, Math.hypot(point.x - other.x, point.y - other.y));
    viewport.zoom(apart(now) / apart(before), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
    viewport.pan({ x: (now.x - before.x) / 2, y: (now.y - before.y) / 2 });
  }
}
