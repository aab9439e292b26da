// What people chose: one object, kept over a reload, with listeners.

import { worthComparing } from './plans.js';

const KEY = 'codevar.settings';

/**
 * @typedef {{model: string, plan: string, classes: number[], count: number, seed: number, newSeed: boolean, cfg: number, top_k: number,
 *     top_p: number, temperature: number, more_smooth: boolean, compared: string[]}} Settings
 */

/** The largest seed that the dice throw; what people type may be larger. */
const DICE = 1_000_000;

export const throwDice = () => Math.floor(Math.random() * DICE);

export class SettingsStore extends EventTarget {
  #values;

  constructor() {
    super();
    this.#values = {
      model: '', plan: '', classes: [], count: 4, seed: throwDice(), newSeed: true,
      cfg: 0, top_k: 0, top_p: 0, temperature: 1, more_smooth: false, compared: [],
    };
    try {
      Object.assign(this.#values, JSON.parse(localStorage.getItem(KEY) ?? '{}'));
    } catch {
      localStorage.removeItem(KEY);
    }
  }

  /** @returns {Settings} */
  get values() {
    return this.#values;
  }

  /** @param {Partial<Settings>} changes */
  set(changes) {
    this.#values = { ...this.#values, ...changes };
    localStorage.setItem(KEY, JSON.stringify(this.#values));
    this.dispatchEvent(new Event('change'));
  }

  /**
   * Other model: its plan, and a class it has.
   *
   * @param {Object} model as the server describes it
   */
  choose(model) {
    this.set({
      ...model.defaults,
      model: model.id,
      plan: model.default_plan,
      more_smooth: false,
      classes: [model.classes[0]?.id ?? 0],
      compared: worthComparing(model),
    });
  }

  /**
   * Leaves out what the server has no longer.
   *
   * @param {Object[]} models as the server describes them
   * @param {Object} otherwise the one to take where the chosen one is gone
   */
  suit(models, otherwise) {
    const { model: id, plan, classes, compared } = this.#values;
    const model = models.find(one => one.id === id);
    const hasPlan = wanted => model.plans.some(one => one.id === wanted);
    const hasClass = wanted => model.classes.some(one => one.id === wanted);
    if (!model) this.choose(otherwise);
    else if (!hasPlan(plan) || !classes.length || !classes.every(hasClass)) this.choose(model);
    else this.set({ compared: compared.filter(hasPlan) });
  }

  /** @returns {Object} the body of a job */
  request() {
    const { model, plan, classes, count, seed, cfg, top_k, top_p, temperature, more_smooth } = this.#values;
    return {
      model, plan, class: classes.length === 1 ? classes[0] : classes, count,
      seed, cfg, top_k, top_p, temperature, more_smooth, previews: true,
    };
  }

  /**
   * Takes over what made a picture.
   *
   * @param {Object} request as a job or a restored picture has it
   * @param {Object} model the one it names
   */
  take(request, model) {
    const { plan, count, seed, cfg, top_k, top_p, temperature, more_smooth } = request;
    this.set({
      model: model.id,
      plan: planOf(plan, model)?.id ?? model.default_plan,
      classes: classIds(request, model),
      count: count ?? 1,
      seed, cfg, top_k, top_p, temperature, more_smooth,
      newSeed: false,
    });
  }
}

/**
 * A model's plan by its id or its text.
 *
 * @param {string} wanted
 * @param {Object} model as the server describes it
 * @returns {import('./plans.js').Plan|undefined}
 */
export const planOf = (wanted, model) => model.plans.find(({ id, text }) => id === wanted || text === wanted);

function classIds(request, model) {
  const named = request.classes ?? [request.class].flat();
  const ids = named.map(one => {
    if (typeof one === 'object') return one.id;
    if (typeof one === 'number') return one;
    return model.classes.find(({ name, names }) => name === one || names?.includes(one))?.id;
  });
  const known = ids.filter(id => model.classes.some(one => one.id === id));
  return known.length > 0 ? known : [model.classes[0]?.id ?? 0];
}
