// The form of settings: shows what is chosen and writes down what people change.

import { ClassChooser } from './combobox.js';
import { byId, el } from './dom.js';
import { duration } from './format.js';
import { grouped, handOver, kind, nearest, sentence, stageOf } from './plans.js';
import { throwDice } from './settings.js';

const NUMBERS = { seed: 'seed', count: 'count', cfg: 'cfg', top_k: 'top-k', top_p: 'top-p', temperature: 'temperature' };

export class Form {
  #settings;
  #models;
  #classes;
  #laid = null;

  /**
   * @param {import('./settings.js').SettingsStore} settings
   * @param {Object[]} models as the server describes them
   * @param {number} mostPictures in one request
   */
  constructor(settings, models, mostPictures) {
    this.#settings = settings;
    this.#models = models;
    this.#classes = new ClassChooser(
      { input: byId('class'), list: byId('class-list'), chips: byId('class-chips'), add: byId('class-add') },
      classes => settings.set({ classes }),
    );
    byId('count').max = mostPictures;
    byId('model').replaceChildren(...models.map(({ id }) => el('option', { value: id, text: id })));
    this.#listen();
    settings.addEventListener('change', () => this.#show());
    this.#show();
  }

  /** The model that is chosen. */
  get model() {
    return this.#models.find(({ id }) => id === this.#settings.values.model);
  }

  #listen() {
    const set = changes => this.#settings.set(changes);
    byId('model').addEventListener('change', ({ target }) => this.#settings.choose(this.#models.find(({ id }) => id === target.value)));
    byId('plan').addEventListener('change', ({ target }) => set({ plan: target.value }));
    byId('hand-over').addEventListener('input', ({ target }) => this.#handOver(Number(target.value)));
    byId('dice').addEventListener('click', () => set({ seed: throwDice() }));
    byId('new-seed').addEventListener('change', ({ target }) => set({ newSeed: target.checked }));
    byId('more-smooth').addEventListener('change', ({ target }) => set({ more_smooth: target.checked }));
    byId('cfg-range').addEventListener('input', ({ target }) => set({ cfg: Number(target.value) }));
    byId('fewer').addEventListener('click', () => this.#step(-1));
    byId('more').addEventListener('click', () => this.#step(1));
    for (const [key, id] of Object.entries(NUMBERS)) {
      byId(id).addEventListener('change', ({ target }) => {
        if (target.value === '' || !target.checkValidity() || !isWhole(target)) target.value = this.#settings.values[key];
        else set({ [key]: Number(target.value), ...(key === 'seed' ? { newSeed: false } : {}) });
      });
    }
    byId('compared').addEventListener('change', () => {
      set({ compared: [...byId('compared').querySelectorAll('input:checked')].map(({ value }) => value) });
    });
  }

  #step(by) {
    const count = Math.max(1, Math.min(Number(byId('count').max), this.#settings.values.count + by));
    this.#settings.set({ count });
  }

  #handOver(wished) {
    const { plans } = this.model;
    const now = plans.find(({ id }) => id === this.#settings.values.plan);
    const fineTuned = now?.stages.length === 2 ? now.fine_tuned : plans.some(plan => plan.fine_tuned);
    const plan = nearest(plans, wished, fineTuned);
    if (plan) this.#settings.set({ plan: plan.id });
    this.#showPlan();
  }

  #show() {
    const { values } = this.#settings;
    const { model } = this;
    if (this.#laid !== model.id) this.#lay(model);
    byId('model').value = values.model;
    for (const [key, id] of Object.entries(NUMBERS)) byId(id).value = values[key];
    byId('cfg-range').value = values.cfg;
    byId('new-seed').checked = values.newSeed;
    byId('more-smooth').checked = values.more_smooth;
    this.#classes.show(model.classes, values.classes);
    for (const box of byId('compared').querySelectorAll('input')) box.checked = values.compared.includes(box.value);
    this.#showPlan();
  }

  /** What depends on the model alone. */
  #lay(model) {
    this.#laid = model.id;
    byId('model-about').textContent = model.about ?? '';
    const groups = grouped(model.plans);
    byId('plan').replaceChildren(
      ...groups.map(([label, plans]) => {
        const options = plans.map(({ id, title }) => el('option', { value: id, text: nameOf(id, title, model.plans) }));
        return el('optgroup', { label }, ...options);
      }),
    );
    byId('compared').replaceChildren(...groups.flatMap(([, plans]) => plans.map(plan => comparedBox(plan, model))));
    byId('hand-over').max = model.scales.length;
    byId('hand-over-cells').replaceChildren(...model.scales.map(side => el('span', { class: 'map', vars: { side } })));
    byId('hand-over-cells').style.setProperty('--scales', model.scales.length);
  }

  #showPlan() {
    const plan = this.model.plans.find(({ id }) => id === this.#settings.values.plan) ?? this.model.plans[0];
    byId('plan').value = plan.id;
    const words = sentence(plan);
    const range = byId('hand-over');
    range.value = handOver(plan) ?? plan.stages[0].to;
    range.setAttribute('aria-valuetext', words);
    [...byId('hand-over-cells').children].forEach((cell, scale) => {
      cell.className = `map ${kind(plan.stages, stageOf(plan.stages, scale))}`;
    });
    const { measured } = plan;
    byId('plan-words').textContent = measured ? `${words} Here ${duration(measured.seconds_per_picture)} a picture.` : words;
  }
}

/** Steps are counted from the least value: from one of 16 digits a browser cannot tell halves. */
const isWhole = ({ step, value }) => step !== '1' || Number.isSafeInteger(Number(value));

/** The title, with the id where another plan has the same. */
const nameOf = (id, title, plans) => (plans.filter(plan => plan.title === title).length > 1 ? `${title} (${id})` : title);

function comparedBox({ id, title, stages }, { plans, scales }) {
  const bar = stages.map((stage, i) => el('span', { class: kind(stages, i), vars: { share: (stage.to - stage.from) / scales.length } }));
  return el(
    'label',
    {},
    el('input', { type: 'checkbox', value: id }),
    el('span', { text: nameOf(id, title, plans) }),
    el('span', { class: 'split', 'aria-hidden': 'true' }, ...bar),
  );
}
