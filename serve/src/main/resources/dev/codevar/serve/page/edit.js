// The view that edits: a source, a mask painted on it, and what is drawn anew.

import { byId, settled } from './dom.js';
import { Editor } from './editor.js';
import { fetchLaid, lay } from './laid.js';
import { Mask } from './mask.js';
import { paintPart, withRoom } from './parts.js';
import { Sheet } from './sheet.js';
import { blobOf, canvasOf, maskAddress, readMask } from './sources.js';

const KEYS = { b: 'brush', e: 'eraser', x: 'box', h: 'hand' };

export class EditView {
  #desk;
  #sheet;
  #editor;
  #save = settled(400, () => this.#editor.source && lay(this.#editor, byId('fit').value));

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
      else if (target.value) this.#stroke(mask => paintPart(mask, target.value));
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
    if (!this.#editor.source) return;
    const { source, mask } = withRoom(this.#editor.source);
    this.#editor.load(source, mask);
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

  async #relay() {
    const laid = await fetchLaid();
    if (!laid) return;
    byId('fit').value = laid.fit;
    await this.open(blobOf(laid.source), laid.mask);
    if (laid.reversed) this.#change(() => this.#editor.mask.turn());
  }
}
