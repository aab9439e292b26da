// The view that draws: one request, its pictures, and how they grew.

import { byId } from './dom.js';
import { Sheet } from './sheet.js';

export class DrawView {
  #sheet;
  #desk;

  /**
   * @param {import('./main.js').Desk} desk
   * @param {import('./sheet.js').Action[]} actions
   */
  constructor(desk, actions) {
    this.#desk = desk;
    this.#sheet = new Sheet(byId('draw-sheet'), 'draw', desk.modelOf, actions);
  }

  get busy() {
    return this.#sheet.busy;
  }

  /** Draws what the settings say. */
  async run() {
    await this.#kept(this.#sheet.draw(this.#desk.settings.request()));
  }

  async resume() {
    await this.#kept(this.#sheet.resume());
  }

  async #kept(drawing) {
    this.#desk.changed();
    const drawn = await drawing;
    if (drawn) await this.#desk.strip.add(drawn);
  }

  cancel() {
    return this.#sheet.cancel();
  }

  /** @param {import('./history.js').Kept} kept */
  show(kept) {
    this.#sheet.show(kept);
  }

  /** Shows what the chosen plan will do, before the first picture. */
  outline(model, plan) {
    this.#sheet.outline(plan.stages, model.scales);
  }
}
