// Pictures kept in the browser: a bounded store that survives a reload.

const NAME = 'codevar';
const PICTURES = 'pictures';
const DESK = 'desk';

/** The oldest leave when there are more, or when they are larger together. */
const MOST_PICTURES = 300;
const MOST_BYTES = 150 * 1024 * 1024;

/**
 * @typedef {{id?: string, time?: number, blob: Blob, picture: Object, request: Object, stages: Object[], scales: Object[]}} Kept
 */

let database = null;

function open() {
  database ??= new Promise((resolve, reject) => {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore(PICTURES, { keyPath: 'id' }).createIndex('time', 'time');
      opening.result.createObjectStore(DESK);
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  return database;
}

/** Runs one action in a transaction of its own and gives what it asked for. */
async function within(store, mode, action) {
  const transaction = (await open()).transaction(store, mode);
  const asked = action(transaction.objectStore(store));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(asked?.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

/** @returns {Promise<Kept[]>} the newest first */
export async function all() {
  const kept = await within(PICTURES, 'readonly', store => store.index('time').getAll());
  return kept.reverse();
}

/** @param {Kept[]} entries */
export async function keep(entries) {
  await within(PICTURES, 'readwrite', store => entries.forEach(entry => store.put(entry)));
  await trim();
}

async function trim() {
  let bytes = 0;
  const surplus = (await all()).filter(({ blob }, place) => {
    bytes += blob.size;
    return place >= MOST_PICTURES || bytes > MOST_BYTES;
  });
  if (surplus.length > 0) await within(PICTURES, 'readwrite', store => surplus.forEach(({ id }) => store.delete(id)));
}

export const remove = id => within(PICTURES, 'readwrite', store => store.delete(id));
export const clear = () => within(PICTURES, 'readwrite', store => store.clear());

/** What lies on the desk of a view, under a name. */
export const lay = (name, value) => within(DESK, 'readwrite', store => store.put(value, name));
export const fetchLaid = name => within(DESK, 'readonly', store => store.get(name));
