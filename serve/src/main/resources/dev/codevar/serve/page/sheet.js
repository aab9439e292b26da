// A place where requests are drawn: the pictures, what can be done with one of them, and the ladder of scales.

import { fileName, timeLine, words } from './captions.js';
import { el, say } from './dom.js';
import { plural } from './format.js';
import { Ladder } from './ladder.js';
import { Pictures } from './pictures.js';
import { Runner } from './runner.js';

/**
 * @typedef {import('./history.js').Kept} Kept
 * @typedef {{name: string, label: string, act: (kept: Kept) => void}} Action
 */

/** For how long a scale is seen when a picture grows again, in milliseconds. */
const REPLAYED = 380;

export class Sheet {
  #modelOf;
  #runner;
  #pictures;
  #ladder;
  #line;
  #actions;
  #replayButton;
  #progress = null;
  #laidFor = null;
  #looking = null;
  /** @type {Kept[]} */
  #shown = [];
  #addresses = [];

  /**
   * @param {HTMLElement} root
   * @param {string} place a name of this sheet
   * @param {(id: string) => ?Object} modelOf the model with an id
   * @param {Action[]} actions what can be done with the selected picture
   */
  constructor(root, place, modelOf, actions) {
    this.#modelOf = modelOf;
    this.#runner = new Runner(place, progress => this.#changed(progress));
    this.#actions = el('div', { class: 'actions', role: 'group', 'aria-label': 'The selected picture', hidden: true });
    this.#line = el('p', { class: 'line', id: `${place}-line` });
    const pictures = el('div', { class: 'pictures', id: `${place}-pictures` });
    const ladder = el('section', { class: 'ladder', id: `${place}-ladder`, 'aria-label': 'Scales and times' });
    this.#pictures = new Pictures(pictures, () => this.#refresh());
    this.#ladder = new Ladder(ladder, scale => this.#look(scale));
    const download = el('a', { class: 'button', id: `${place}-download`, text: 'Download' });
    const buttons = actions.map(({ name, label, act }) =>
      el('button', { type: 'button', id: `${place}-${name}`, text: label, on: { click: () => act(this.#shown[this.#pictures.selected]) } }));
    this.#replayButton = el('button', { type: 'button', id: `${place}-replay`, text: 'Grow again', on: { click: () => this.#replay() } });
    this.#actions.append(this.#replayButton, download, ...buttons);
    root.append(pictures, el('div', { class: 'below' }, this.#line, this.#actions), ladder);
  }

  get busy() {
    return this.#runner.busy;
  }

  cancel() {
    return this.#runner.cancel();
  }

  /** Lays out the ladder for what will be drawn, while nothing is. */
  outline(stages, sides) {
    if (this.#progress || this.#shown.length > 0) return;
    this.#ladder.lay(stages, sides);
    this.#ladder.show([], null, false);
  }

  /**
   * @param {Object} request
   * @returns {Promise<?import('./runner.js').Drawn>} null where it was cancelled
   */
  async draw(request) {
    this.#tell('Sent.');
    return this.#finish(this.#runner.run(request));
  }

  /** Goes on with the job of before a reload. */
  async resume() {
    return this.#finish(this.#runner.resume());
  }

  async #finish(run) {
    try {
      const drawn = await run;
      if (drawn) this.#done(drawn);
      else if (this.#progress) this.#tell('Cancelled.');
      say(this.#line.textContent);
      return drawn;
    } catch (failure) {
      this.#tell('Not drawn.');
      throw failure;
    } finally {
      this.#refresh();
    }
  }

  #tell(text) {
    this.#line.textContent = text;
  }

  #changed(progress) {
    const { job } = progress;
    this.#progress = progress;
    if (this.#laidFor !== job.id) {
      this.#laidFor = job.id;
      this.#looking = null;
      this.#ladder.lay(job.stages, this.#modelOf(job.request.model)?.scales ?? sidesOf(job));
      this.#pictures.expect(job.request.count);
    }
    if (this.#looking === null) progress.fresh.forEach(({ index, data }) => this.#pictures.preview(index, data));
    this.#refresh();
    if (!progress.ended) this.#tell(this.#state(progress));
  }

  #state({ ahead, job, lost, newest }) {
    if (lost) return 'The server does not answer; asking again.';
    if (ahead !== null) return ahead === 0 ? 'Next in the queue.' : `${plural(ahead, 'request')} before this one.`;
    if (newest === null) return 'Drawing.';
    return `Drawing: scale ${newest + 1} of ${job.stages.at(-1).to}.`;
  }

  #done({ job, progress, blobs }) {
    const kept = blobs.map((blob, i) => ({ blob, picture: job.pictures[i], request: job.request, stages: job.stages, scales: progress.scales }));
    this.#put(kept);
    this.#tell(timeLine(job, progress.scales));
  }

  /**
   * Shows one that was made before.
   *
   * @param {Kept} kept
   */
  show(kept) {
    this.#progress = null;
    this.#laidFor = null;
    this.#put([kept]);
    const sides = this.#modelOf(kept.request.model)?.scales ?? kept.scales.map(({ side }) => side);
    this.#ladder.lay(kept.stages, sides);
    this.#ladder.show(kept.scales, null, false);
    this.#tell(`Seed ${kept.picture.seed}, plan ${kept.request.plan}.`);
  }

  #put(kept) {
    this.#addresses.forEach(address => URL.revokeObjectURL(address));
    this.#addresses = kept.map(({ blob }) => URL.createObjectURL(blob));
    this.#shown = kept;
    this.#looking = null;
    this.#pictures.finish(kept.map((one, i) => ({ src: this.#addresses[i], ...words(one) })));
    this.#refresh();
  }

  /** Shows how all pictures looked after a scale, or the finished ones. */
  #look(scale) {
    this.#looking = scale;
    const previews = this.#progress?.previews ?? [];
    const newest = this.busy ? previews.map(one => one?.at(-1)) : this.#addresses;
    this.#pictures.substitute(scale === null ? newest : previews.map(one => one?.[scale]));
  }

  /** Shows all scales once more, slowly. */
  async #replay() {
    const progress = this.#progress;
    for (const { scale } of progress.scales) {
      if (this.#progress !== progress || this.busy) return;
      this.#ladder.look(scale);
      await new Promise(resolve => setTimeout(resolve, REPLAYED));
    }
    this.#ladder.look(null);
  }

  #refresh() {
    const place = this.#pictures.selected;
    const one = this.busy ? null : this.#shown[place];
    this.#actions.hidden = !one;
    this.#replayButton.hidden = !this.#progress?.previews[place];
    if (one) {
      const link = this.#actions.querySelector('a');
      link.href = this.#addresses[place];
      link.download = fileName(one);
    }
    if (this.#progress) this.#ladder.show(this.#progress.scales, this.#progress.previews[place], this.busy && this.#progress.ahead === null);
  }
}

const sidesOf = job => (job.scales ?? []).map(({ side }) => side);
