// The server's interface: requests, errors of one line, the token, and streams of events.

const TOKEN = 'codevar.token';
/** What a header carries; another token is none of this server's. */
const SENDABLE = /^[!-~]+$/;

/** An answer that is not what was asked for; its message is one line for people. */
export class ApiError extends Error {
  /**
   * @param {number} status of HTTP, 0 where no answer came
   * @param {string} message
   * @param {string} [param] the option that is to blame
   */
  constructor(status, message, param) {
    super(message);
    this.status = status;
    this.param = param ?? null;
  }
}

/** @type {(why: string) => Promise<?string>} */
let askForToken = async () => null;

/**
 * Says who asks people for the token when the server wants one.
 *
 * @param {(why: string) => Promise<?string>} ask is told what the server said; gives the token, or null
 */
export function onTokenWanted(ask) {
  askForToken = ask;
}

/**
 * @param {string} path relative to the page
 * @param {RequestInit} [options]
 * @returns {Promise<Response>} one that went well
 * @throws {ApiError}
 */
async function request(path, options = {}) {
  for (;;) {
    const headers = new Headers(options.headers);
    const token = localStorage.getItem(TOKEN);
    if (token && SENDABLE.test(token)) headers.set('Authorization', `Bearer ${token}`);
    const response = await send(path, { ...options, headers });
    if (response.ok) return response;
    const error = await errorOf(response);
    if (error.status !== 401) throw error;
    const given = await askForToken(error.message);
    if (!given) throw error;
    localStorage.setItem(TOKEN, given);
  }
}

async function send(path, options) {
  try {
    return await fetch(path, options);
  } catch {
    throw new ApiError(0, 'The server does not answer. Is it still running?');
  }
}

async function errorOf(response) {
  let problem = {};
  try {
    problem = await response.json();
  } catch {
    // A proxy's page: its status says enough.
  }
  const wait = response.headers.get('Retry-After');
  const detail = problem.detail ?? `The server answered ${response.status} ${response.statusText}`.trim();
  const again = response.status === 429 && wait ? ` Try again in ${wait} s.` : '';
  return new ApiError(response.status, detail + again, problem.param);
}

const json = async response => (await response).json();

export const status = () => json(request('api/status'));
export const models = () => json(request('api/models'));
export const cancel = id => request(`api/jobs/${id}`, { method: 'DELETE' });

/** @param {Object} body as the interface describes it */
export const submit = body =>
  json(request('api/jobs', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }));

/** @param {Blob} png what it says of how it was made */
export const restore = png =>
  json(request('api/restore', { method: 'POST', headers: { 'Content-Type': 'image/png' }, body: png }));

/** @param {string} href as a job gives it */
export const picture = async href => (await request(href)).blob();

/**
 * A job's events, until the stream ends.
 *
 * @param {string} id
 * @returns {AsyncGenerator<Object>}
 */
export async function* events(id) {
  const response = await request(`api/jobs/${id}/events`, { headers: { Accept: 'text/event-stream' } });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let line = '';
  let data = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = value.split('\n');
    for (const [i, part] of lines.entries()) {
      line += part;
      if (i === lines.length - 1) break;
      const whole = line.replace(/\r$/, '');
      line = '';
      if (whole.startsWith('data:')) data += whole.slice(5).trimStart();
      if (whole === '' && data) {
        yield JSON.parse(data);
        data = '';
      }
    }
  }
}
