// The view that compares: the same request by several plans, one after the other, with the time that each took.

import { byId, el } from './dom.js';
import { duration, plural, times } from './format.js';
import { Ladder, totalSeconds } from './ladder.js';
import { Pictures } from './pictures.js';
import { baseline, grouped } from './plans.js';
import { Runner } from './runner.js';

const KEY = 'codevar.compared';

/** One plan's pictures, ladder and numbers. */
class Card {
  scales = [];
  #plan;
  #sides;
  #runner;
  #pictures;
  #ladder;
  #progress = null;
  #seconds = el('strong', { class: 'seconds', text: '–' });
  #speed = el('span', { class: 'speed' });
  #note = el('span', { class: 'muted' });
  #addresses = [];

  constructor(plan, model, grown) {
    this.#plan = plan;
    this.#sides = model.scales;
    const pictures = el('div', { class: 'pictures' });
    const ladder = el('div', { class: 'ladder' });
    this.#pictures = new Pictures(pictures);
    this.#ladder = new Ladder(ladder);
    this.#runner = new Runner(`compare.${plan.id}`, progress => {
      this.#changed(progress);
      grown();
    });
    this.element = el('article', { class: 'card', 'data-plan': plan.id, 'aria-label': plan.title },
      el('header', {}, el('h3', { text: plan.title }), el('p', { text: plan.id })),
      pictures, el('p', { class: 'numbers' }, this.#seconds, this.#speed, this.#note), ladder);
    this.wait();
  }

  get plan() {
    return this.#plan;
  }

  /** Its turn has not come: the old pictures stay. */
  wait() {
    this.scales = [];
    this.#progress = null;
    this.#ladder.lay(this.#plan.stages, this.#sides);
    this.#ladder.show([], null, false);
    this.#seconds.textContent = '–';
    this.#speed.textContent = '';
    this.#note.textContent = '';
  }

  async run(request, resuming) {
    const drawn = resuming ? ((await this.#runner.resume()) ?? (request && (await this.#runner.run(request)))) : await this.#runner.run(request);
    if (!drawn) return null;
    this.#addresses.forEach(address => URL.revokeObjectURL(address));
    this.#addresses = drawn.blobs.map(blob => URL.createObjectURL(blob));
    this.#pictures.finish(drawn.job.pictures.map(({ class_name, seed }, i) => ({
      src: this.#addresses[i], label: `${class_name}, seed ${seed}, ${this.#plan.title}`, caption: '',
    })));
    return drawn;
  }

  cancel() {
    return this.#runner.cancel();
  }

  forget() {
    this.#runner.forget();
  }

  #changed(progress) {
    if (!this.#progress) this.#pictures.expect(progress.job.request.count);
    this.#progress = progress;
    this.scales = progress.scales;
    progress.fresh.forEach(({ index, data }) => this.#pictures.preview(index, data));
    if (progress.ahead !== null) this.#speed.textContent = `${progress.ahead} before it in the queue`;
  }

  /**
   * @param {number} longest seconds of the slowest plan, the common length of bars
   * @param {?Card} base what others are measured against
   */
  show(longest, base) {
    if (!this.#progress) return;
    const total = totalSeconds(this.scales);
    const finished = this.#progress.ended;
    this.#ladder.show(this.scales, this.#progress.previews[0], !finished && this.#progress.ahead === null, longest);
    if (total > 0) this.#seconds.textContent = duration(total);
    if (!finished || !base?.finished) return;
    const factor = totalSeconds(base.scales) / total;
    const others = (this.#progress.job.timings?.together_with ?? 0) - this.#progress.job.pictures.length;
    this.#note.textContent = others > 0 ? `Drawn together with ${plural(others, 'picture')} of others.` : '';
    this.#speed.textContent = base === this ? 'the reference' : `${times(factor)} as fast as ${base.plan.title}`;
    this.#speed.classList.toggle('faster', factor > 1);
  }

  get finished() {
    return this.#progress?.job.state === 'done' && totalSeconds(this.scales) > 0;
  }
}

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
    const saved = { request: settings.request(), plans: compared };
    if (compared.length < 2) throw new Error('Choose at least two plans to compare.');
    this.#lay(model, compared);
    this.#cards.forEach(card => {
      card.wait();
      card.forget();
    });
    localStorage.setItem(KEY, JSON.stringify(saved));
    await this.#all(saved.request, false);
  }

  /** Goes on where a reload broke off. */
  async resume() {
    const saved = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (!saved || !this.#desk.modelOf(saved.request.model)) return;
    this.#lay(saved.request.model, saved.plans);
    await this.#all(saved.request, true);
  }

  #lay(modelId, planIds) {
    const model = this.#desk.modelOf(modelId);
    const plans = grouped(model.plans).flatMap(([, plans]) => plans).filter(({ id }) => planIds.includes(id));
    this.#cards = plans.map(plan => this.#cards.find(card => card.plan === plan) ?? new Card(plan, model, () => this.#show()));
    byId('compare-cards').replaceChildren(...this.#cards.map(({ element }) => element));
    byId('compare-empty').hidden = true;
  }

  /** One after the other, so that none takes the other's time. */
  async #all(request, resuming) {
    this.#stopped = false;
    try {
      for (const [place, card] of this.#cards.entries()) {
        this.#current = card;
        this.#desk.changed();
        const drawn = await card.run(resuming && place === 0 ? null : { ...request, plan: card.plan.id }, resuming);
        this.#show();
        if (!drawn || this.#stopped) break;
        await this.#desk.strip.add(drawn);
      }
      if (resuming && !this.#cards[0].finished) this.#clear();
    } finally {
      this.#current = null;
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
