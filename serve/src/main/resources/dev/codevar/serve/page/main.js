// Brings the page to life: what the server has, the views, and the ways between them.

import * as api from './api.js';
import { CompareView } from './compare.js';
import { byId, say } from './dom.js';
import { DrawView } from './draw.js';
import { takeDrops } from './drop.js';
import { EditView } from './edit.js';
import { keepFooter } from './footer.js';
import { Form } from './form.js';
import * as notice from './notice.js';
import { worthComparing } from './plans.js';
import { SettingsStore, planOf, throwDice } from './settings.js';
import { Strip } from './strip.js';
import { switchBy } from './theme.js';
import { askForToken } from './token.js';

const AGAIN_AFTER = 3_000;

/** What the button says in each view. */
const VERBS = { draw: 'Draw', compare: 'Compare', edit: 'Draw anew' };

/**
 * What views share.
 *
 * @typedef {{settings: SettingsStore, strip: Strip, modelOf: (id: string) => ?Object, changed: () => void,
 *     guard: (action: () => Promise<void>) => Promise<void>}} Desk
 */

switchBy(byId('theme'));
api.onTokenWanted(askForToken);
const [{ models, default: defaultModel }, status] = await loaded();

const settings = new SettingsStore();
const modelOf = id => models.find(model => model.id === id) ?? null;
settings.suit(models, modelOf(defaultModel) ?? models[0]);
const form = new Form(settings, models, status.limits.pictures);
const strip = new Strip(entry => guard(() => open(entry)), notice.fail);

/** @type {Desk} */
const desk = { settings, strip, modelOf, changed: showButtons, guard };
const comparing = { name: 'compare', label: 'Compare', act: kept => compare(kept) };
const editing = { name: 'edit', label: 'Edit', act: kept => guard(() => edit(kept.blob)) };
const views = {
  draw: new DrawView(desk, [comparing, editing]),
  compare: new CompareView(desk),
  edit: new EditView(desk, [{ ...editing, label: 'Edit this further' }]),
};

/** Asks until the server has loaded its models. */
async function loaded() {
  for (;;) {
    try {
      const answers = await Promise.all([api.models(), api.status()]);
      notice.clear();
      return answers;
    } catch (failure) {
      notice.fail(failure);
      await new Promise(resolve => setTimeout(resolve, AGAIN_AFTER));
    }
  }
}

/** Runs an action; what goes wrong is shown in one line. */
async function guard(action) {
  try {
    await action();
  } catch (failure) {
    notice.fail(failure);
  } finally {
    showButtons();
  }
}

const viewName = () => (location.hash.slice(1) in views ? location.hash.slice(1) : 'draw');

function showView() {
  const name = viewName();
  for (const one of Object.keys(views)) {
    byId(`view-${one}`).hidden = one !== name;
    const link = byId(`to-${one}`);
    if (one === name) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  document.body.dataset.view = name;
  byId('start').textContent = VERBS[name];
  document.title = `${byId(`${name}-title`).textContent} · CoDe`;
  showButtons();
}

function go(name) {
  location.hash = name;
  showView();
  scrollTo({ top: 0 });
  byId(`${name}-title`).focus({ preventScroll: true });
}

function showButtons() {
  const { busy } = views[viewName()];
  const [start, cancel] = [byId('start'), byId('cancel')];
  const focused = [start, cancel].includes(document.activeElement);
  start.hidden = busy;
  cancel.hidden = !busy;
  if (focused) (busy ? cancel : start).focus({ preventScroll: true });
}

function start() {
  notice.clear();
  if (byId('stage').getBoundingClientRect().top < 0) byId('stage').scrollIntoView({ block: 'start' });
  if (settings.values.newSeed) settings.set({ seed: throwDice() });
  return guard(() => views[viewName()].run());
}

/** Takes a picture as the source of an edit. */
async function edit(blob) {
  await views.edit.open(blob);
  go('edit');
}

/** The same seed and class under several plans. */
function compare({ picture, request }) {
  settings.take({ ...request, class: picture.class, classes: undefined, seed: picture.seed, count: 1 }, modelOf(request.model));
  const { compared } = settings.values;
  settings.set({ compared: [...new Set([...(compared.length > 0 ? compared : worthComparing(form.model)), request.plan])] });
  go('compare');
  return start();
}

/** Shows a picture of the history, and what made it. */
async function open(kept) {
  if (kept.request.edited) {
    await restore(kept.blob, kept.scales);
    return;
  }
  const model = modelOf(kept.request.model);
  if (model) settings.take(kept.request, model);
  views.draw.show(kept);
  go('draw');
}

/** Makes everything as it was when a picture was made. */
async function restore(blob, scales = []) {
  notice.clear();
  const { request, edit: asked, model_known: known, notes } = await api.restore(blob);
  const model = modelOf(request.model);
  if (!known || !model) throw new Error(`This server has no model ${request.model}, which made this picture.`);
  settings.take(request, model);
  const plan = planOf(settings.values.plan, model);
  const { id, name } = model.classes.find(one => one.id === settings.values.classes[0]);
  const kept = {
    blob, picture: { class: id, class_name: name, seed: request.seed }, request: { ...request, plan: plan.id }, stages: plan.stages, scales,
  };
  if (asked) await views.edit.restore(asked, kept);
  else views.draw.show(kept);
  go(asked ? 'edit' : 'draw');
  const unlisted = planOf(request.plan, model) ? [] : [`The plan ${request.plan} is not on this server's list; chosen is ${plan.title}.`];
  const lines = [...(notes ?? []), ...unlisted];
  if (lines.length > 0) notice.tell(lines.join(' '));
  say('Everything is as it was.');
}

/** Pictures that say nothing of how they were made become sources. */
async function restoreOrEdit(file) {
  if (file.type !== 'image/png') return edit(file);
  try {
    await restore(file);
  } catch (failure) {
    if (![400, 413].includes(failure.status)) throw failure;
    await edit(file);
    notice.tell(`${failure.message} It is the source of an edit now.`);
  }
}

function showOutline() {
  const { model } = form;
  views.draw.outline(model, planOf(settings.values.plan, model));
}

byId('settings').addEventListener('submit', event => {
  event.preventDefault();
  start();
});
byId('cancel').addEventListener('click', () => guard(() => views[viewName()].cancel()));
byId('restore-file').addEventListener('change', ({ target }) => {
  if (target.files[0]) guard(() => restoreOrEdit(target.files[0]));
  target.value = '';
});
takeDrops(file => guard(() => restoreOrEdit(file)), file => guard(() => edit(file)));
addEventListener('hashchange', showView);
settings.addEventListener('change', showOutline);

showOutline();
showView();
keepFooter();
guard(() => strip.show());
Object.values(views).forEach(view => guard(() => view.resume()));
document.body.dataset.ready = 'true';
