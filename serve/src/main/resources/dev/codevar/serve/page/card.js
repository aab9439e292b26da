// One plan in a comparison: its pictures, its ladder, its time and how much faster it is.

import { el } from './dom.js';
import { duration, plural, times } from './format.js';
import { Ladder, totalSeconds } from './ladder.js';
import { Pictures } from './pictures.js';
import { Runner } from './runner.js';

export class Card {
  /** @type {import('./job.js').Scale[]} */
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

  /**
   * @param {import('./plans.js').Plan} plan
   * @param {number[]} sides of the model's token maps
   * @param {() => void} grown is called after everything that happens
   */
  constructor(plan, sides, grown) {
    this.#plan = plan;
    this.#sides = sides;
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
    this.#clear();
  }

  get plan() {
    return this.#plan;
  }

  /** Its turn has not come: the old pictures stay, the old numbers go. */
  wait() {
    this.#runner.forget();
    this.#clear();
  }

  #clear() {
    this.scales = [];
    this.#progress = null;
    this.#ladder.lay(this.#plan.stages, this.#sides);
    this.#ladder.show([], null, false);
    this.#seconds.textContent = '–';
    this.#speed.textContent = '';
    this.#note.textContent = '';
  }

  /**
   * Goes on with what ran before a reload, or draws.
   *
   * @param {?Object} request null where nothing new is asked for
   * @returns {Promise<?import('./runner.js').Drawn>} null where it was cancelled, or is forgotten
   */
  async run(request) {
    const drawn = (await this.#runner.resume()) ?? (request && (await this.#runner.run({ ...request, plan: this.#plan.id })));
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

  #changed(progress) {
    if (!this.#progress) this.#pictures.expect(progress.job.request.count);
    this.#progress = progress;
    this.scales = progress.scales;
    progress.fresh.forEach(({ index, data }) => this.#pictures.preview(index, data));
    this.#speed.textContent = progress.ahead > 0 ? `${progress.ahead} before it in the queue` : '';
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
