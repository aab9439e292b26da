// Small models draw faster than eyes follow: what is shown of a scale stands for a moment, what is measured stays as it is.

/** For how long a scale is seen at least, in milliseconds. */
const STANDS = 110;

/** How much later all may come by this, in milliseconds. */
const MOST_DELAY = 1000;

const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

/**
 * Reads events as they come and hands them on, scales not too fast for people.
 *
 * @param {AsyncIterable<Object>} events
 * @returns {AsyncGenerator<Object>}
 */
export async function* paced(events) {
  const waiting = [];
  /** @type {(value?: any) => void} */
  let wake = () => {};
  let ended = false;
  const reading = (async () => {
    for await (const event of events) {
      waiting.push(event);
      wake();
    }
  })().finally(() => {
    ended = true;
    wake();
  });
  reading.catch(() => {});
  let left = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : MOST_DELAY;
  while (waiting.length > 0 || !ended) {
    if (waiting.length === 0) await new Promise(resolve => (wake = resolve));
    while (waiting.length > 0) {
      const event = waiting.shift();
      yield event;
      const shown = event.type === 'scale' && event.previews?.length > 0;
      const delay = shown && waiting.length > 0 ? Math.min(STANDS, left) : 0;
      left -= delay;
      if (delay > 0) await pause(delay);
    }
  }
  await reading;
}
