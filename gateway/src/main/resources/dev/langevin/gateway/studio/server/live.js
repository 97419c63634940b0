// @ts-check
/** One stream of all that happens, for the whole page: browsers have six connections to a server, for all of its tabs. */

import { api, ApiError, send } from './api.js';
import { events } from './stream.js';
import { advance, changed, learn, notice, state } from '../page/store.js';

const SHORTEST_PAUSE = 500;
const LONGEST_PAUSE = 8_000;

/** How long it waits for more ids before it asks anew: jobs are made in bunches. */
const GATHERING = 200;

/** The most jobs that the server tells a watcher the progress of. */
const FOLLOWED = 64;

/** @type {string[]} */
let followed = [];
let gathering = 0;
/** @type {AbortController | undefined} */
let connection;
/** @type {Set<() => void>} */
const comebacks = new Set();

/** @param {() => void} again called when the stream is there, or there again: what happened before was missed */
export function onReady(again) {
  comebacks.add(again);
}

/**
 * Says whose progress matters.
 * @param {string[]} ids
 */
export function follow(ids) {
  const wanted = [...new Set(ids)].slice(0, FOLLOWED).sort();
  if (wanted.some((id) => !followed.includes(id))) {
    followed = wanted;
    gathering ||= window.setTimeout(() => {
      gathering = 0;
      connection?.abort();
    }, GATHERING);
  }
}

/** Listens for as long as the page lives. */
export async function listen() {
  let pause = SHORTEST_PAUSE;
  for (;;) {
    connection = new AbortController();
    const { signal } = connection;
    try {
      const query = followed.length ? `?ids=${followed.join()}` : '';
      const response = await send('GET', `/v1/generations:watch${query}`, { signal });
      for await (const event of events(/** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (response.body))) {
        if (event.name === 'ready') {
          pause = SHORTEST_PAUSE;
        }
        take(event);
      }
      disconnected('The server ended the stream.');
    } catch (e) {
      if (signal.aborted) {
        continue; // to ask for others
      }
      disconnected(e instanceof ApiError ? e.message : 'The connection broke off.');
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(LONGEST_PAUSE, 2 * pause);
  }
}

/** @param {{name: string, data: any}} event */
function take({ name, data }) {
  switch (name) {
    case 'ready':
      state.connection = { live: true, problem: '' };
      changed();
      comebacks.forEach((again) => again());
      break;
    case 'generation':
      learn(data);
      break;
    case 'progress':
      advance(data.id, data.progress);
      break;
    case 'error':
      throw new ApiError(0, data.message, 'STREAM', []);
  }
}

/** @param {string} problem */
function disconnected(problem) {
  state.connection = { live: false, problem };
  changed();
}

/** Asks for the models until there are some. */
export async function learnModels() {
  for (let pause = SHORTEST_PAUSE; ; pause = Math.min(LONGEST_PAUSE, 2 * pause)) {
    try {
      state.models = await api.models();
      changed();
      return;
    } catch (e) {
      notice(e instanceof Error ? e.message : String(e), true);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}
