// The view that compares: the same request by several plans, one after the other, with the time that each took.

import { Card } from './card.js';
import { byId } from './dom.js';
import { totalSeconds } from './ladder.js';
import { baseline, grouped } from './plans.js';

const KEY = 'codevar.compared';

export class CompareView {
  #desk;
  #cards = [];
  #current = null;
  #stopped = false;

  /** @param {import('./main.js').Desk} desk */
  constructor(desk) {
    this.#desk = desk;
  }

  get busy() {
    return this.#current !== null;
  }

  /** Draws what the settings say by every chosen plan. */
  async run() {
    const { settings } = this.#desk;
    const { model, compared } = settings.values;
    if (compared.length < 2) throw new Error('Choose at least two plans to compare.');
    this.#lay(model, compared);
    this.#cards.forEach(card => card.wait());
    await this.#all({ model, plans: compared, request: settings.request() });
  }

  /** Goes on where a reload broke off. */
  async resume() {
    const saved = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (!saved || !this.#desk.modelOf(saved.model)) return;
    this.#lay(saved.model, saved.plans);
    await this.#all(saved);
    if (this.#cards.every(({ finished }) => !finished)) this.#clear();
  }

  #lay(modelId, planIds) {
    const model = this.#desk.modelOf(modelId);
    const plans = grouped(model.plans).flatMap(([, plans]) => plans).filter(({ id }) => planIds.includes(id));
    this.#cards = plans.map(plan => this.#cards.find(card => card.plan === plan) ?? new Card(plan, model.scales, () => this.#show()));
    byId('compare-cards').replaceChildren(...this.#cards.map(({ element }) => element));
    byId('compare-empty').hidden = true;
  }

  /**
   * One after the other, so that none takes the other's time. A reload on the way goes on, one after the end only shows what was drawn.
   *
   * @param {{model: string, plans: string[], request: ?Object}} asked
   */
  async #all(asked) {
    const save = request => localStorage.setItem(KEY, JSON.stringify({ ...asked, request }));
    this.#stopped = false;
    save(asked.request);
    try {
      for (const card of this.#cards) {
        this.#current = card;
        this.#desk.changed();
        const drawn = await card.run(asked.request);
        this.#show();
        if (!drawn || this.#stopped) break;
        await this.#desk.strip.add(drawn);
      }
    } finally {
      this.#current = null;
      save(null);
    }
  }

  /** The server has forgotten it. */
  #clear() {
    localStorage.removeItem(KEY);
    this.#cards = [];
    byId('compare-cards').replaceChildren();
    byId('compare-empty').hidden = false;
  }

  #show() {
    const longest = Math.max(...this.#cards.map(({ scales }) => totalSeconds(scales)));
    const first = baseline(this.#cards.map(({ plan }) => plan));
    const slowest = this.#cards.filter(({ finished }) => finished).find(({ scales }) => totalSeconds(scales) === longest);
    const base = first ? this.#cards.find(({ plan }) => plan === first) : slowest;
    this.#cards.forEach(card => card.show(longest, base));
  }

  async cancel() {
    this.#stopped = true;
    await this.#current?.cancel();
  }
}
