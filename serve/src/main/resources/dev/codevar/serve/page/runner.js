// Runs jobs of one place on the page, remembers them over a reload, and hands out what came of them.

import * as api from './api.js';
import { picturesOf, watch } from './job.js';

/**
 * @typedef {{job: Object, progress: import('./job.js').Progress, blobs: Blob[]}} Drawn
 */
export class Runner {
  #key;
  #changed;
  #watching = null;
  #unwanted = false;
  #busy = false;

  /**
   * @param {string} place a name under which the last job is remembered
   * @param {(progress: import('./job.js').Progress) => void} changed is called after everything that happens
   */
  constructor(place, changed) {
    this.#key = `codevar.job.${place}`;
    this.#changed = changed;
  }

  get busy() {
    return this.#busy;
  }

  /**
   * @param {Object} request as the interface describes it
   * @returns {Promise<?Drawn>} null where it was cancelled
   */
  run(request) {
    return this.#occupied(async () => {
      const job = await api.submit(request);
      localStorage.setItem(this.#key, job.id);
      if (this.#unwanted) await api.cancel(job.id);
      return this.#follow(job.id);
    });
  }

  /** @returns {Promise<?Drawn>} what the job came to that ran here before a reload; null without one, or where it is forgotten */
  async resume() {
    const id = localStorage.getItem(this.#key);
    if (!id) return null;
    return this.#occupied(() => this.#follow(id)).catch(failure => {
      this.forget();
      if (failure.status === 404) return null;
      throw failure;
    });
  }

  async #occupied(action) {
    this.#busy = true;
    this.#unwanted = false;
    try {
      return await action();
    } finally {
      this.#busy = false;
      this.#watching = null;
    }
  }

  forget() {
    localStorage.removeItem(this.#key);
  }

  /** Also while the server has not said the job's name yet: a large picture takes its time to be sent. */
  async cancel() {
    this.#unwanted = true;
    if (this.#watching) await api.cancel(this.#watching);
  }

  async #follow(id) {
    this.#watching = id;
    const progress = await watch(id, this.#changed);
    const { job } = progress;
    if (job.state === 'failed') throw new api.ApiError(0, job.error ?? 'The job failed.');
    if (job.state === 'cancelled') {
      this.forget();
      return null;
    }
    return { job, progress, blobs: await picturesOf(job) };
  }
}
