// The view that edits: a source, a mask painted on it, and what is drawn anew.

import { byId, settled } from './dom.js';
import { Editor } from './editor.js';
import * as history from './history.js';
import { Mask, box } from './mask.js';
import { Sheet } from './sheet.js';
import { blobOf, canvasOf, maskAddress, readMask, shrunk } from './sources.js';
import { tell } from './notice.js';

const DESK = 'edit';

/** Parts of the picture that can be chosen without painting: left, top, right, bottom of it. */
const PARTS = { left: [0, 0, 0.5, 1], right: [0.5, 0, 1, 1], upper: [0, 0, 1, 0.5], lower: [0, 0.5, 1, 1], middle: [0.25, 0.25, 0.75, 0.75] };

/** The part of each side that a picture keeps when it gets room around. */
const ROOM = 0.75;

const KEYS = { b: 'brush', e: 'eraser', x: 'box', h: 'hand' };

export class EditView {
  #desk;
  #sheet;
  #editor;
  #save = settled(400, () => this.#lay());

  /**
   * @param {import('./main.js').Desk} desk
   * @param {import('./sheet.js').Action[]} actions
   */
  constructor(desk, actions) {
    this.#desk = desk;
    this.#sheet = new Sheet(byId('edit-sheet'), 'edit', desk.modelOf, actions);
    this.#editor = new Editor(byId('edit-canvas'), () => this.#painted());
    this.#listen();
    this.#tool('brush');
  }

  get busy() {
    return this.#sheet.busy;
  }

  cancel() {
    return this.#sheet.cancel();
  }

  #listen() {
    const editor = this.#editor;
    byId('edit-file').addEventListener('change', ({ target }) => {
      if (target.files[0]) this.#desk.guard(() => this.open(target.files[0]));
      target.value = '';
    });
    for (const tool of Object.values(KEYS)) byId(`tool-${tool}`).addEventListener('click', () => this.#tool(tool));
    byId('brush-size').addEventListener('input', ({ target }) => this.#size(Number(target.value)));
    byId('undo').addEventListener('click', () => this.#change(() => editor.mask.undo()));
    byId('redo').addEventListener('click', () => this.#change(() => editor.mask.redo()));
    byId('mask-clear').addEventListener('click', () => this.#stroke(mask => mask.clear()));
    byId('zoom-in').addEventListener('click', () => editor.zoom(1.5));
    byId('zoom-out').addEventListener('click', () => editor.zoom(1 / 1.5));
    byId('zoom-fit').addEventListener('click', () => editor.fit());
    byId('mask-part').addEventListener('change', ({ target }) => {
      if (target.value === 'around') this.#giveRoom();
      else if (target.value) this.#stroke(mask => mask.paint(part(mask, PARTS[target.value]), true));
      target.value = '';
    });
    byId('edit-mode').addEventListener('change', ({ target }) => this.#change(() => (editor.mask.reversed = target.value === 'outside')));
    byId('fit').addEventListener('change', () => this.#change(() => {}));
    byId('view-edit').addEventListener('keydown', event => this.#key(event));
  }

  #key(event) {
    const typing = event.target.matches('input:not([type=range]):not([type=radio]), select');
    const undo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z';
    if (undo && !typing) {
      this.#change(() => (event.shiftKey ? this.#editor.mask.redo() : this.#editor.mask.undo()));
      event.preventDefault();
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in KEYS) this.#tool(KEYS[event.key]);
    if (event.key === '[') this.#size(this.#editor.diameter - 1);
    if (event.key === ']') this.#size(this.#editor.diameter + 1);
    if (event.key === '+') this.#editor.zoom(1.5);
    if (event.key === '-') this.#editor.zoom(1 / 1.5);
    if (event.key === '0') this.#editor.fit();
  }

  #tool(tool) {
    this.#editor.tool = tool;
    for (const one of Object.values(KEYS)) byId(`tool-${one}`).setAttribute('aria-pressed', String(one === tool));
    byId('edit-canvas').dataset.tool = tool;
  }

  #size(pixels) {
    const slider = byId('brush-size');
    slider.value = pixels;
    this.#editor.diameter = Number(slider.value);
    byId('brush-size-value').textContent = `${slider.value} px`;
    this.#editor.refresh();
  }

  #stroke(action) {
    this.#editor.mask.begin();
    this.#change(() => action(this.#editor.mask));
  }

  /** Draws beyond the picture's edges: it is made smaller, and all around it is drawn anew. */
  #giveRoom() {
    const { source } = this.#editor;
    if (!source) return;
    const mask = new Mask(source.width, source.height);
    const edge = (1 - ROOM) / 2;
    mask.paint(part(mask, [edge, edge, 1 - edge, 1 - edge]), true);
    mask.reversed = true;
    this.#editor.load(shrunk(source, ROOM), mask);
    this.#painted();
  }

  #change(action) {
    action();
    this.#painted();
  }

  #painted() {
    const { mask, source } = this.#editor;
    this.#editor.cut = byId('fit').value === 'crop';
    this.#editor.refresh();
    byId('undo').disabled = !mask.canUndo;
    byId('redo').disabled = !mask.canRedo;
    byId('edit-mode').querySelector(`[value=${mask.reversed ? 'outside' : 'inside'}]`).checked = true;
    const share = (100 * mask.pixels) / (mask.width * mask.height);
    byId('mask-share').textContent = source ? `${share > 0 && share < 1 ? '<1' : Math.round(share)}% drawn anew` : '';
    this.#save();
  }

  /**
   * Takes a picture as the source.
   *
   * @param {Blob} file
   * @param {?string} mask as a data: address
   */
  async open(file, mask = null) {
    const source = await canvasOf(file);
    const painted = new Mask(source.width, source.height);
    if (mask) await readMask(painted, mask);
    byId('edit-empty').hidden = true;
    byId('fit-field').hidden = source.width === source.height;
    const longest = Math.max(source.width, source.height);
    byId('brush-size').max = Math.max(2, Math.round(longest / 2));
    this.#editor.load(source, painted);
    this.#size(Math.max(1, Math.round(longest / 8)));
    this.#painted();
  }

  /** What an edit asks for, as people see it. */
  #asked() {
    const { source, mask } = this.#editor;
    if (!source) throw new Error('Choose a picture to edit first.');
    if (mask.pixels === 0) throw new Error('Paint what shall be drawn anew first.');
    if (mask.pixels === mask.width * mask.height) throw new Error('All would be drawn anew: leave something to keep.');
    const softEdge = byId('soft-edge').value;
    return {
      source: source.toDataURL('image/png'),
      mask: maskAddress(mask),
      fit: byId('fit').value,
      ...(byId('as-drawn').checked ? { as_drawn: true } : {}),
      ...(softEdge !== '' && !byId('as-drawn').checked ? { soft_edge: Number(softEdge) } : {}),
    };
  }

  async run() {
    const edit = this.#asked();
    await this.#kept(this.#sheet.draw({ ...this.#desk.settings.request(), edit }));
  }

  async resume() {
    await this.#relay();
    await this.#kept(this.#sheet.resume());
  }

  async #kept(drawing) {
    this.#desk.changed();
    const drawn = await drawing;
    if (drawn) await this.#desk.strip.add(drawn);
  }

  /**
   * Shows an edit as it was, with its source and mask.
   *
   * @param {Object} edit as the server restored it
   * @param {import('./history.js').Kept} kept what came of it
   */
  async restore(edit, kept) {
    byId('soft-edge').value = edit.soft_edge ?? '';
    byId('as-drawn').checked = Boolean(edit.as_drawn);
    await this.open(blobOf(edit.source), edit.mask);
    this.#sheet.show(kept);
  }

  /** Keeps what lies here over a reload. */
  async #lay() {
    const { source, mask } = this.#editor;
    if (!source) return;
    const laid = { source: source.toDataURL('image/png'), mask: maskAddress(mask), reversed: mask.reversed, fit: byId('fit').value };
    await history.lay(DESK, laid).catch(failure => tell(`This browser does not keep the edit: ${failure?.message ?? failure}`));
  }

  async #relay() {
    const laid = await history.fetchLaid(DESK);
    if (!laid) return;
    byId('fit').value = laid.fit;
    await this.open(blobOf(laid.source), laid.mask);
    if (laid.reversed) this.#change(() => this.#editor.mask.turn());
  }
}

function part({ width, height }, [left, top, right, bottom]) {
  const edge = (share, whole, less = 0) => Math.round(share * whole) - less;
  return box({ x: edge(left, width), y: edge(top, height) }, { x: edge(right, width, 1), y: edge(bottom, height, 1) });
}
