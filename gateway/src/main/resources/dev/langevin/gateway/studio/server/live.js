// @ts-check
/** One stream of all that happens, for the whole page: browsers have six connections to a server, for all of its tabs. */

import { api, ApiError, send, wantsKey } from './api.js';
import { aKey } from './key.js';
import { events } from './stream.js';
import { message } from '../page/format.js';
import { advance, changed, learn, notice, state } from '../page/store.js';

const SHORTEST_PAUSE = 500;
const LONGEST_PAUSE = 8_000;

/** How long it waits for more ids before it asks anew: jobs are made in bunches. */
const GATHERING = 200;

/** The same for those that are only seen in passing. */
const LEISURE = 5_000;

/** The server says something every 15 s; after this it is taken for gone, as after sleep or in another network. */
const SILENCE = 45_000;

const ID = /^[a-z0-9]{1,64}$/;

/** The most jobs that the server tells a watcher the progress of. */
const FOLLOWED = 64;

/** Whose progress the present connection tells, and whose the next one will. */
let followed = /** @type {string[]} */ ([]);
let wanted = /** @type {string[]} */ ([]);
/** When it is to connect anew, and the timer of that; 0 for not at all. */
let due = 0;
let timer = 0;
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
 * @param {string[]} first those that somebody looks at
 * @param {string[]} others those that are there besides, as far as there is room
 */
export function follow(first, others) {
  wanted = [...new Set([...first, ...others])].filter((id) => ID.test(id)).slice(0, FOLLOWED);
  const news = wanted.filter((id) => !followed.includes(id));
  if (news.length) {
    soon(news.some((id) => first.includes(id)) ? GATHERING : LEISURE);
  }
}

/** @param {number} pause connects anew after it, unless that is to happen before */
function soon(pause) {
  const at = performance.now() + pause;
  if (timer && due <= at) {
    return;
  }
  clearTimeout(timer);
  due = at;
  timer = window.setTimeout(() => {
    timer = 0;
    connection?.abort();
  }, pause);
}

/** Listens for as long as the page lives. */
export async function listen() {
  let pause = SHORTEST_PAUSE;
  for (;;) {
    connection = new AbortController();
    followed = wanted;
    try {
      await connect(connection, () => (pause = SHORTEST_PAUSE));
      disconnected('The server ended the stream.');
    } catch (e) {
      if (connection.signal.aborted && connection.signal.reason !== SILENT) {
        continue; // to ask for others
      }
      disconnected(e instanceof ApiError ? e.message : 'The connection broke off.');
      if (wantsKey(e)) {
        await aKey();
        continue;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(LONGEST_PAUSE, 2 * pause);
  }
}

/** Why a connection is given up that brings nothing, not even that the server is still there. */
const SILENT = new ApiError(0, 'The server is silent.', 'SILENT', []);

/**
 * @param {AbortController} controller
 * @param {() => void} ready
 */
async function connect(controller, ready) {
  const query = followed.length ? `?ids=${followed.join()}` : '';
  const response = await send('GET', `/v1/generations:watch${query}`, { signal: controller.signal });
  const body = /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (response.body);
  let watchdog = 0;
  const alive = () => {
    clearTimeout(watchdog);
    watchdog = window.setTimeout(() => controller.abort(SILENT), SILENCE);
  };
  try {
    alive();
    for await (const event of events(body, alive)) {
      if (event.name === 'ready') {
        ready();
      }
      take(event);
    }
  } finally {
    clearTimeout(watchdog);
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

/** How long what is known of the models is good for. */
const MODELS = 60_000;
let modelsAt = -MODELS;

/** Asks for the models, unless that was a short time ago; until there is an answer. */
export async function learnModels() {
  if (performance.now() - modelsAt < MODELS) {
    return;
  }
  modelsAt = performance.now();
  for (let pause = SHORTEST_PAUSE; ; pause = Math.min(LONGEST_PAUSE, 2 * pause)) {
    try {
      state.models = await api.models();
      changed();
      return;
    } catch (e) {
      if (wantsKey(e)) {
        await aKey();
        continue;
      }
      notice(message(e), true);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

onReady(() => void learnModels());
