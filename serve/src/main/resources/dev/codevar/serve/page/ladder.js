// The bar that shows CoDe's idea: which model makes which scale, what came of it, and how long each took.

import { el } from './dom.js';
import { duration, plural, square } from './format.js';
import { kind, stageOf } from './plans.js';

/** More scales than this leave no room for words on a phone. */
const LONG = 7;

/** A rung for every scale under the models' brackets, a bar of time as wide as each took, and a line for each model. */
export class Ladder {
  #root;
  #onLook;
  #stages = [];
  #sides = [];
  #rungs = [];
  #parts = [];
  #looking = null;

  /**
   * @param {HTMLElement} root
   * @param {(scale: number|null) => void} [onLook] is told the scale whose preview is asked for, null for the finished picture
   */
  constructor(root, onLook) {
    this.#root = root;
    this.#onLook = onLook;
  }

  /**
   * Lays out the scales; nothing is done yet.
   *
   * @param {import('./plans.js').Stage[]} stages
   * @param {number[]} sides of the token maps
   */
  lay(stages, sides) {
    this.#stages = stages;
    this.#sides = sides;
    this.#looking = null;
    this.#rungs = sides.map((side, scale) => this.#rung(side, scale));
    this.#parts = sides.map((_, scale) => el('span', { class: `part ${this.#kindAt(scale)}` }));
    this.#root.classList.toggle('long', sides.length > LONG);
    this.#root.replaceChildren(
      el('div', { class: 'brackets', vars: { scales: sides.length } }, ...stages.map((stage, i) => bracket(stages, stage, i))),
      el('ol', { class: 'rungs', vars: { scales: sides.length } }, ...this.#rungs.map(rung => rung.item)),
      el('div', { class: 'timebar', role: 'img', 'aria-label': 'No time measured yet' }, ...this.#parts),
      el('ul', { class: 'legend' }),
    );
    this.#legend([]);
  }

  #kindAt(scale) {
    return kind(this.#stages, stageOf(this.#stages, scale));
  }

  #roleAt(scale) {
    return this.#stages[stageOf(this.#stages, scale)].role;
  }

  #rung(side, scale) {
    const image = el('img', { alt: '', hidden: true });
    const map = el('span', { class: 'map', vars: { side } }, image);
    const time = el('span', { class: 'ms' });
    const button = el(
      'button',
      { type: 'button', disabled: true, 'aria-pressed': 'false', on: { click: () => this.look(this.#looking === scale ? null : scale) } },
      map,
      el('span', { class: 'unseen', text: `Scale ${scale + 1} of ${this.#sides.length}, by ${this.#roleAt(scale)}, ` }),
      el('span', { class: 'side' }, String(side), el('span', { text: `×${side}` })),
      time,
    );
    return { item: el('li', { class: `rung ${this.#kindAt(scale)}` }, button), button, image, time };
  }

  /** @param {?number} scale whose preview is asked for, null for the finished picture */
  look(scale) {
    this.#looking = scale;
    this.#rungs.forEach(({ button }, i) => button.setAttribute('aria-pressed', String(i === this.#looking)));
    this.#onLook?.(scale);
  }

  /**
   * Shows how far a job is.
   *
   * @param {import('./job.js').Scale[]} scales those that are done
   * @param {?string[]} previews of one picture by scale
   * @param {boolean} running
   * @param {number} [longest] the time in seconds that is a whole bar; without it this job's is
   */
  show(scales, previews, running, longest) {
    const total = totalSeconds(scales);
    const whole = longest ?? wholeOf(total, scales.filter(Boolean).length / this.#sides.length, running);
    const next = running ? this.#sides.findIndex((_, scale) => !scales[scale]) : -1;
    this.#rungs.forEach((rung, scale) => {
      const done = scales[scale];
      rung.item.classList.toggle('done', Boolean(done));
      rung.item.classList.toggle('next', scale === next);
      rung.time.textContent = done ? duration(done.seconds) : '';
      const preview = previews?.[scale];
      rung.image.hidden = !preview;
      if (preview && rung.image.getAttribute('src') !== preview) rung.image.src = preview;
      rung.button.disabled = !(preview && this.#onLook);
      this.#parts[scale].style.setProperty('--share', done ? done.seconds / Math.max(whole, total) : 0);
    });
    this.#legend(scales);
    const bar = this.#root.querySelector('.timebar');
    bar.setAttribute('aria-label', total > 0 ? `${duration(total)} in the models: ${this.#shares(scales).join(', ')}` : 'No time measured yet');
  }

  #shares(scales) {
    return this.#stages.map(stage => `${stage.role} ${duration(totalSeconds(scales.slice(stage.from, stage.to)))}`);
  }

  #legend(scales) {
    const lines = this.#stages.map((stage, i) => {
      const tokens = this.#sides.slice(stage.from, stage.to).map(square).reduce((a, b) => a + b, 0);
      const seconds = totalSeconds(scales.slice(stage.from, stage.to));
      return el(
        'li',
        { class: kind(this.#stages, i) },
        el('strong', { text: stage.role }),
        ` ${plural(tokens, 'token')}${seconds > 0 ? ` in ${duration(seconds)}` : ''}`,
      );
    });
    const total = totalSeconds(scales);
    if (total > 0) lines.push(el('li', { class: 'total' }, el('strong', { text: duration(total) }), ' in the models'));
    this.#root.querySelector('.legend').replaceChildren(...lines);
  }
}

function bracket(stages, { role, from, to }, index) {
  return el('span', { class: `bracket ${kind(stages, index)}`, vars: { from: from + 1, to: to + 1 } }, el('span', { text: role }));
}

/** How long a bar is: while a job runs, as much is left of it as there are scales to come. */
const wholeOf = (total, share, running) => (running && share > 0 ? total / share : total);

/** @param {import('./job.js').Scale[]} scales may have gaps */
export const totalSeconds = scales => scales.reduce((sum, scale) => sum + (scale?.seconds ?? 0), 0);
