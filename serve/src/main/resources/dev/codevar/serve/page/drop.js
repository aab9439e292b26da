// Pictures dropped on the page or pasted into it: made again, or edited.

import { byId } from './dom.js';

const hasFiles = event => [...(event.dataTransfer?.types ?? [])].includes('Files');
const picture = transfer => [...(transfer?.files ?? [])].find(({ type }) => type.startsWith('image/'));

/**
 * @param {(file: File) => void} restore for what is dropped on the left
 * @param {(file: File) => void} edit for what is dropped on the right
 */
export function takeDrops(restore, edit) {
  const veil = byId('drop');
  const hide = () => (veil.hidden = true);
  addEventListener('dragenter', event => {
    if (hasFiles(event)) veil.hidden = false;
  });
  addEventListener('dragover', event => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    for (const target of veil.children) target.classList.toggle('over', target.contains(event.target));
  });
  addEventListener('dragleave', event => {
    if (event.relatedTarget === null) hide();
  });
  addEventListener('drop', event => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    hide();
    const file = picture(event.dataTransfer);
    if (file) (byId('drop-edit').contains(event.target) ? edit : restore)(file);
  });
  addEventListener('paste', event => {
    const file = picture(event.clipboardData);
    if (file) edit(file);
  });
}
