// One job, watched from where it stands to its end.

import * as api from './api.js';
import { paced } from './pace.js';

const ENDED = ['done', 'failed', 'cancelled'];
/** Between tries, in milliseconds. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;

/** Of so many pictures the previews of all scales are kept, of more the latest. */
const MOST_GROWN = 16;

/**
 * What is known of a job.
 *
 * @typedef {{scale: number, side: number, stage: number, role: string, seconds: number}} Scale
 */
export class Progress {
  /** The job as the server told it last. */
  job = null;

  /** @type {?number} requests before it, null unless it waits */
  ahead = null;

  /** @type {Scale[]} those that are done, by their scale; seconds are added up over a job's batches */
  scales = [];

  /** @type {string[][]} for each picture its previews by scale, as data: addresses */
  previews = [];

  /** @type {?number} the scale that has just been done */
  newest = null;

  /** Whether the server does not answer just now. */
  lost = false;

  /** @type {{index: number, data: string}[]} the previews that have just come */
  fresh = [];

  get ended() {
    return ENDED.includes(this.job?.state);
  }

  /** @param {Object} event of the stream */
  apply(event) {
    this.lost = false;
    this.newest = null;
    this.fresh = [];
    if (event.job) this.#told(event.job);
    else if (event.type === 'queued') this.ahead = event.ahead;
    else if (event.type === 'started') this.#started();
    else if (event.type === 'scale') this.#drawn(event);
  }

  #told(job) {
    this.job = job;
    this.ahead = job.ahead ?? null;
    this.scales = [];
    for (const scale of job.scales ?? []) this.#add(scale);
  }

  #started() {
    this.ahead = null;
    this.job = { ...this.job, state: 'running' };
  }

  #drawn(event) {
    if (this.job.state === 'queued') this.#started();
    this.#add(event);
    this.newest = event.scale;
    this.fresh = event.previews ?? [];
    for (const { index, data } of this.fresh) {
      if (index >= MOST_GROWN) this.previews[index] = [];
      (this.previews[index] ??= [])[event.scale] = data;
    }
  }

  #add({ scale, side, stage, role, seconds }) {
    this.scales[scale] = { scale, side, stage, role, seconds: (this.scales[scale]?.seconds ?? 0) + seconds };
  }
}

/**
 * Repeats an action whose connection was cut off, until the server answers.
 *
 * @template T
 * @param {() => Promise<T>} action
 * @param {() => void} [lost] is called each time
 * @returns {Promise<T>}
 * @throws {api.ApiError} what the server refuses
 */
async function patiently(action, lost = () => {}) {
  for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    try {
      return await action();
    } catch (failure) {
      if (failure.status >= 400 && failure.status < 500) throw failure;
      lost();
    }
    await new Promise(resolve => setTimeout(resolve, pause));
  }
}

/**
 * Watches a job; where the stream is cut off it asks again.
 *
 * @param {string} id
 * @param {(progress: Progress) => void} changed is called after every event
 * @returns {Promise<Progress>} the ended one
 * @throws {api.ApiError} with status 404 where the server has forgotten it
 */
export function watch(id, changed) {
  const progress = new Progress();
  const follow = async () => {
    for await (const event of paced(api.events(id))) {
      progress.apply(event);
      changed(progress);
      if (progress.ended) return progress;
    }
    throw new Error('The stream was cut off.');
  };
  return patiently(follow, () => {
    progress.lost = true;
    if (progress.job) changed(progress);
  });
}

/**
 * What a job came to.
 *
 * @param {Object} job that is done
 * @returns {Promise<Blob[]>}
 */
export const picturesOf = job => Promise.all(job.pictures.map(({ href }) => patiently(() => api.picture(href))));
