// The choice of classes: search among a thousand, by keyboard or pointer (the ARIA pattern "combobox with a list").

import { el, say } from './dom.js';
import { plural } from './format.js';

/** How many are listed of those that a search finds; without words all are. */
const LISTED = 60;

/** @typedef {{id: number, name: string, names: string[]}} ClassName */

export class ClassChooser {
  #input;
  #list;
  #chips;
  #onChange;
  /** @type {ClassName[]} */
  #classes = [];
  #chosen = [];
  #found = [];
  #active = -1;
  #adding = false;

  /**
   * @param {{input: HTMLInputElement, list: HTMLElement, chips: HTMLElement, add: HTMLButtonElement}} parts
   * @param {(ids: number[]) => void} onChange is told the ids
   */
  constructor({ input, list, chips, add }, onChange) {
    this.#input = input;
    this.#list = list;
    this.#chips = chips;
    this.#onChange = onChange;
    input.addEventListener('focus', () => input.select());
    input.addEventListener('click', () => this.#open(''));
    input.addEventListener('input', () => this.#open(input.value));
    input.addEventListener('keydown', event => this.#key(event));
    input.addEventListener('blur', () => this.#close());
    list.addEventListener('pointerdown', event => event.preventDefault());
    list.addEventListener('click', event => {
      const option = /** @type {Element} */ (event.target).closest('[role=option]');
      if (option) this.#choose(this.#found[Number(option.getAttribute('data-place'))]);
    });
    add.addEventListener('click', () => {
      this.#adding = true;
      input.focus();
      this.#open('');
    });
  }

  /**
   * @param {ClassName[]} classes of the model
   * @param {number[]} chosen
   */
  show(classes, chosen) {
    this.#classes = classes;
    this.#chosen = chosen;
    if (this.#list.hidden) this.#input.value = this.#label();
    this.#chips.hidden = chosen.length < 2;
    this.#chips.replaceChildren(...chosen.map((id, place) => this.#chip(id, place)));
  }

  #name(id) {
    return this.#classes.find(one => one.id === id)?.name ?? String(id);
  }

  #label() {
    return this.#chosen.length === 1 ? this.#name(this.#chosen[0]) : `${plural(this.#chosen.length, 'class', 'classes')}, taking turns`;
  }

  #chip(id, place) {
    const remove = () => this.#onChange(this.#chosen.filter((_, i) => i !== place));
    const name = this.#name(id);
    return el('li', {}, name, el('button', { type: 'button', 'aria-label': `Without ${name}`, text: '×', on: { click: remove } }));
  }

  #open(words) {
    this.#found = search(this.#classes, words);
    this.#active = words.trim() === '' ? this.#found.findIndex(({ id }) => id === this.#chosen[0]) : 0;
    this.#list.replaceChildren(...this.#found.map((one, place) => this.#option(one, place)));
    if (this.#found.length === 0) this.#list.append(el('li', { role: 'option', 'aria-disabled': 'true', text: 'No such class' }));
    this.#list.hidden = false;
    this.#input.setAttribute('aria-expanded', 'true');
    this.#mark();
    if (words) say(`${plural(this.#found.length, 'class', 'classes')} found`);
  }

  #option({ id, name, names }, place) {
    const others = (names ?? []).filter(other => other !== name).join(', ');
    return el(
      'li',
      { role: 'option', id: `class-option-${place}`, 'data-place': place, 'aria-selected': String(this.#chosen.includes(id)) },
      el('span', { class: 'number', text: String(id) }),
      el('span', { class: 'name', text: name }, ...(others ? [el('small', { text: ` ${others}` })] : [])),
    );
  }

  #mark() {
    [...this.#list.children].forEach((option, place) => option.classList.toggle('active', place === this.#active));
    const active = this.#found[this.#active] ? this.#list.children[this.#active] : null;
    if (active) this.#input.setAttribute('aria-activedescendant', active.id);
    else this.#input.removeAttribute('aria-activedescendant');
    active?.scrollIntoView({ block: 'nearest' });
  }

  #key(event) {
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    if (event.key in moves) {
      if (this.#list.hidden) this.#open('');
      else this.#active = Math.max(0, Math.min(this.#found.length - 1, this.#active + moves[event.key]));
      this.#mark();
    } else if (event.key === 'Enter' && !this.#list.hidden) {
      this.#choose(this.#found[Math.max(0, this.#active)]);
    } else if (event.key === 'Escape' && !this.#list.hidden) {
      this.#close();
    } else {
      return;
    }
    event.preventDefault();
  }

  #choose(one) {
    if (!one) return;
    const chosen = this.#adding && !this.#chosen.includes(one.id) ? [...this.#chosen, one.id] : [one.id];
    this.#close();
    this.#onChange(chosen);
  }

  #close() {
    this.#adding = false;
    this.#list.hidden = true;
    this.#input.setAttribute('aria-expanded', 'false');
    this.#input.removeAttribute('aria-activedescendant');
    this.#input.value = this.#label();
  }
}

/** Numbers and whole names first, then beginnings, then what contains all the words in any order. */
function search(classes, words) {
  const wanted = words.trim().toLowerCase();
  if (wanted === '') return classes;
  const parts = wanted.split(/\s+/);
  const rank = ({ id, name, names }) => {
    const all = [name, ...(names ?? [])].map(one => one.toLowerCase());
    if (String(id) === wanted || all.includes(wanted)) return 0;
    if (all.some(one => one.startsWith(wanted))) return 1;
    if (all.some(one => one.includes(` ${wanted}`))) return 2;
    return all.some(one => parts.every(part => one.includes(part))) ? 3 : 4;
  };
  return classes.map(one => ({ one, rank: rank(one) }))
    .filter(({ rank: r }) => r < 4)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, LISTED)
    .map(({ one }) => one);
}
