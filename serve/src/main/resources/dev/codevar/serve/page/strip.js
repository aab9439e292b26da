// The strip of pictures made before.

import { byId, el } from './dom.js';
import { plural } from './format.js';
import * as history from './history.js';

/** The jobs whose pictures were taken over. */
const KNOWN = 'known jobs';
const MOST_KNOWN = 100;

export class Strip {
  #list = byId('history-list');
  #onOpen;
  #onError;
  #addresses = [];

  /**
   * @param {(kept: import('./history.js').Kept) => void} onOpen
   * @param {(failure: Error) => void} onError
   */
  constructor(onOpen, onError) {
    this.#onOpen = onOpen;
    this.#onError = onError;
    byId('history-clear').addEventListener('click', () => {
      if (confirm('Remove all pictures that this browser keeps?')) this.#after(history.clear());
    });
  }

  /** @param {import('./runner.js').Drawn} drawn is kept, once: what people removed does not come back by a reload */
  async add({ job, progress, blobs }) {
    const known = (await history.fetchLaid(KNOWN)) ?? [];
    if (known.includes(job.id)) return;
    const time = Date.now();
    const entries = blobs.map((blob, i) => ({
      id: `${job.id}/${i}`,
      time: time + (blobs.length - i) / 1000,
      blob,
      picture: job.pictures[i],
      request: { ...job.request, class: job.pictures[i].class, classes: undefined, seed: job.pictures[i].seed, count: 1 },
      stages: job.stages,
      scales: progress.scales,
    }));
    await this.#after(history.keep(entries).then(() => history.lay(KNOWN, [job.id, ...known].slice(0, MOST_KNOWN))));
  }

  async #after(change) {
    try {
      await change;
      await this.show();
    } catch (failure) {
      this.#onError(new Error(`This browser keeps no history: ${failure?.message ?? failure}`));
    }
  }

  async show() {
    const kept = await history.all();
    this.#addresses.forEach(address => URL.revokeObjectURL(address));
    this.#addresses = kept.map(({ blob }) => URL.createObjectURL(blob));
    this.#list.replaceChildren(...kept.map((entry, i) => this.#item(entry, this.#addresses[i])));
    byId('history').hidden = kept.length === 0;
    byId('history-count').textContent = plural(kept.length, 'picture');
  }

  #item(entry, src) {
    const { picture, request } = entry;
    const words = `${picture.class_name}, seed ${picture.seed}, ${request.plan}${request.edited ? ', edited' : ''}`;
    const remove = () => this.#after(history.remove(entry.id));
    const open = el(
      'button',
      { type: 'button', class: 'kept', title: words, 'aria-label': words, on: { click: () => this.#onOpen(entry) } },
      el('img', { src, alt: '', loading: 'lazy', on: { load: ({ target }) => target.classList.toggle('pixelated', target.naturalWidth <= 64) } }),
    );
    return el('li', {}, open, el('button', { type: 'button', class: 'remove', 'aria-label': `Remove ${words}`, text: '×', on: { click: remove } }));
  }
}
