// A grid of pictures: the old ones stay until the new ones are there.

import { el } from './dom.js';

/** Up to this many pixels a side pictures are enlarged pixel by pixel. */
const PIXELATED_TO = 64;

/**
 * @typedef {{src: string, label: string, caption: string}} Shown
 */
export class Pictures {
  #root;
  #onSelect;
  #cells = [];
  #coming = 0;
  #selected = 0;

  /**
   * @param {HTMLElement} root
   * @param {(place: number) => void} [onSelect] is told the place of the picture that was chosen
   */
  constructor(root, onSelect) {
    this.#root = root;
    this.#onSelect = onSelect;
  }

  /** How many come. */
  expect(count) {
    this.#coming = count;
  }

  get selected() {
    return this.#selected;
  }

  #renew() {
    if (this.#coming === 0) return;
    if (this.#coming !== this.#cells.length) {
      this.#cells = Array.from({ length: this.#coming }, (_, i) => this.#cell(i));
      this.#root.replaceChildren(...this.#cells.map(({ item }) => item));
      const columns = Math.ceil(Math.sqrt(this.#coming));
      this.#root.style.setProperty('--columns', columns);
      this.#root.style.setProperty('--rows', Math.ceil(this.#cells.length / columns));
      this.#root.classList.toggle('many', columns > 3);
    }
    this.#coming = 0;
    this.select(0);
  }

  #cell(index) {
    const image = el('img', { alt: 'A picture on its way', draggable: 'false', on: { load: sharpen } });
    const caption = el('span', { class: 'caption', 'aria-hidden': 'true' });
    const item = this.#onSelect
      ? el('button', { type: 'button', class: 'cell', on: { click: () => this.select(index) } }, image, caption)
      : el('div', { class: 'cell' }, image, caption);
    return { item, image, caption };
  }

  /** A picture on its way. */
  preview(index, src) {
    this.#renew();
    const cell = this.#cells[index];
    if (!cell) return;
    cell.image.src = src;
    cell.caption.textContent = '';
  }

  /** @param {Shown[]} shown all of them, finished */
  finish(shown) {
    this.expect(shown.length);
    this.#renew();
    shown.forEach(({ src, label, caption }, i) => {
      const { image, caption: line } = this.#cells[i];
      image.src = src;
      line.textContent = caption;
      image.alt = label;
    });
  }

  /** Shows others in place of the finished ones for a while. */
  substitute(sources) {
    sources.forEach((src, i) => {
      if (src && this.#cells[i]) this.#cells[i].image.src = src;
    });
  }

  select(index) {
    this.#selected = index;
    if (!this.#onSelect) return;
    this.#cells.forEach(({ item }, i) => item.setAttribute('aria-pressed', String(i === index)));
    this.#onSelect(index);
  }
}

function sharpen({ target }) {
  target.classList.toggle('pixelated', target.naturalWidth <= PIXELATED_TO);
}
