// @ts-check
/** A picture on its way into noise: what was asked for, and what has come. */

import { api, ApiError } from '../server/api.js';
import { dice } from '../create/draft.js';
import { levels, SCHEDULES } from './schedules.js';
import { changed } from '../page/store.js';

/**
 * @typedef {import('../types.js').ForwardResponse} ForwardResponse
 * @typedef {import('../types.js').Model} Model
 */

/**
 * @typedef {object} Picture
 * @property {string} source where the page finds it
 * @property {string} title
 * @property {string} [artifact] its name
 * @property {string} [image] the file, in base64
 */

/** Times that are asked for at once; between them, the exact one when the slider rests. */
const TIMES = 33;

/** Where the slider is at first: the noise is seen, and so is the picture. */
const FIRST_STOP = 10;

/** Frames that are kept of each kind. */
const FRAMES = 200;

/** The most that the server goes step by step. */
const LONGEST_CHAIN = 2_000;

/** How long the slider rests, in milliseconds, before the exact time is asked for. */
const REST = 250;

/** Seconds to wait where the server does not say for how long it is busy. */
const PAUSE = 1;

export const noising = {
  /** @type {Picture | undefined} */
  picture: undefined,
  /** By name; empty for that of Create. */
  model: '',
  schedule: SCHEDULES[0].name,
  seed: 0,
  time: 0,
  chain: false,
  decoded: false,
  problem: '',
};

/** What has come, by time: from x₀ at once, and step by step. */
const frames = {
  closed: /** @type {Map<number, ForwardResponse>} */ (new Map()),
  chain: /** @type {Map<number, ForwardResponse>} */ (new Map()),
};

let stream = new AbortController();
let rest = 0;

/** What the frames are of: those of anything else are forgotten. */
let subject = '';

/** What is asked for of it. */
let wish = '';

/** @param {Model} m the number of training timesteps; 0 before it is known */
export function length(m) {
  return levels(m, noising.schedule).length;
}

/** @param {Model} m times that are asked for at once */
export function stops(m) {
  const last = length(m) - 1;
  const all = Array.from({ length: TIMES }, (_, i) => Math.round((i * last) / (TIMES - 1)));
  return last < 0 ? [] : [...new Set(all)];
}

/** @param {Model} m asks for what is missing; called whenever the page is drawn */
export function provide(m) {
  const { picture, schedule, seed, chain, decoded } = noising;
  const times = stops(m);
  if (!picture || !times.length) {
    return;
  }
  noising.time = subject ? Math.min(noising.time, times[times.length - 1]) : times[FIRST_STOP];
  const now = JSON.stringify([m.name, picture.source, schedule, seed]);
  if (now !== subject) {
    subject = now;
    wish = '';
    frames.closed.clear();
    frames.chain.clear();
  }
  const wished = JSON.stringify([chain, decoded]);
  if (wished !== wish) {
    wish = wished;
    stream.abort();
    stream = new AbortController();
    noising.problem = '';
    const all = [...new Set([...times, noising.time])].sort((a, b) => a - b);
    void take(m, all, false, stream.signal);
    if (chain) {
      void take(m, all, true, stream.signal);
    }
  }
}

/** @param {Partial<typeof noising>} changes */
export function adjust(changes) {
  Object.assign(noising, changes);
  changed();
}

/** Other noise. */
export function anew() {
  adjust({ seed: dice() });
}

/** Asks again for what has not come. */
export function again() {
  wish = '';
  changed();
}

/**
 * Takes what is missing, each when it is made.
 * @param {Model} m
 * @param {number[]} times
 * @param {boolean} chain
 * @param {AbortSignal} signal
 */
async function take(m, times, chain, signal) {
  const { picture, seed, decoded } = noising;
  const config = SCHEDULES.find((s) => s.name === noising.schedule)?.config;
  const into = chain ? frames.chain : frames.closed;
  const asked = times.filter((t) => !complete(into.get(t)) && (!chain || t < LONGEST_CHAIN));
  const request = {
    ...(picture?.artifact ? { artifact: picture.artifact } : { image: picture?.image }),
    ...{ model: m.name, config: /** @type {any} */ (config), timesteps: asked, seed, chain, decoded },
  };
  while (asked.length && !signal.aborted) {
    try {
      for await (const frame of api.forward(request, signal)) {
        if (signal.aborted) {
          return;
        }
        into.set(frame.timestep, frame);
        makeRoom(into, stops(m));
        changed();
      }
      return;
    } catch (e) {
      if (signal.aborted) {
        return;
      }
      const busy = e instanceof ApiError && e.status === 429;
      noising.problem = busy ? '' : e instanceof ApiError ? e.message : 'The answer broke off.';
      changed();
      if (!busy) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 1000 * (e.pause || PAUSE)));
    }
  }
}

/** @param {Map<number, ForwardResponse>} kept @param {number[]} always those that stay */
function makeRoom(kept, always) {
  const oldest = [...kept.keys()].find((t) => !always.includes(t));
  if (kept.size > FRAMES && oldest !== undefined) {
    kept.delete(oldest);
  }
}

/**
 * Goes to a time.
 * @param {Model} m
 * @param {number} time
 */
export function move(m, time) {
  noising.time = time;
  clearTimeout(rest);
  rest = window.setTimeout(() => exact(m, time), REST);
  changed();
}

/** @param {Model} m @param {number} time asks for just this one, where it has not come */
function exact(m, time) {
  const { signal } = stream;
  if (!noising.picture || noising.problem || stops(m).includes(time)) {
    return;
  }
  void take(m, [time], false, signal);
  if (noising.chain) {
    void take(m, [time], true, signal);
  }
}

/** @param {ForwardResponse | undefined} frame whether it has all that is wanted of it */
function complete(frame) {
  return frame && (frame.decoded || !noising.decoded);
}

/**
 * The frame at the slider, or the nearest that has come.
 * @param {'closed' | 'chain'} kind
 * @returns {ForwardResponse | undefined}
 */
export function frameAt(kind) {
  const { time } = noising;
  const exactly = frames[kind].get(time);
  if (exactly) {
    return exactly;
  }
  let nearest;
  for (const frame of frames[kind].values()) {
    if (!nearest || Math.abs(frame.timestep - time) < Math.abs(nearest.timestep - time)) {
      nearest = frame;
    }
  }
  return nearest;
}

/** @param {number} time whether all that is to be seen of it has come */
export function here(time) {
  return frames.closed.has(time) && (!noising.chain || time >= LONGEST_CHAIN || frames.chain.has(time));
}
