// @ts-check
/** What the page knows, in one place. Whoever changes it says so, and the page is drawn once a frame. */

/**
 * @typedef {import('../types.js').Generation} Generation
 * @typedef {import('../types.js').Model} Model
 * @typedef {import('../types.js').Progress} Progress
 */

/**
 * One preview of a job that runs, or ran while this page looked on.
 * @typedef {object} Frame
 * @property {number} step from 1
 * @property {number} alpha share of the picture in x_t
 * @property {number} sigma share of the noise
 * @property {string} estimate address of the estimate of x₀
 * @property {string} noisy address of x_t; empty if it was not asked for
 */

/** Characters of previews that are kept in all; those of older jobs are in their film strips, if they have any. */
const FRAMES = 64 * 2 ** 20;

/** Jobs that are kept. Those of which nothing was heard for longest give way, and are asked for again when somebody opens them. */
const KEPT = 2000;

/** Deletions that are remembered, for answers that were on their way when they happened. */
const GONE = 10_000;

/** Previews that are kept of each. */
const FRAMES_EACH = 128;

export const state = {
  /** @type {Model[]} */
  models: [],
  /** @type {Map<string, Generation>} */
  generations: new Map(),
  /** @type {Map<string, Omit<Progress, 'preview' | 'noisyPreview'>>} */
  progress: new Map(),
  /** @type {Map<string, Frame[]>} */
  frames: new Map(),
  /** Ids of those that were deleted while this page looked on. @type {Set<string>} */
  gone: new Set(),
  /** Whether the server tells what happens; if not, why. */
  connection: { live: false, problem: '' },
  /** Whether the server wants a key before it says anything, and what is wrong with the one that was given. */
  signIn: { wanted: false, problem: '' },
  /** @type {{text: string, bad: boolean, key: number}[]} */
  notices: [],
};

/** @type {Set<() => void>} */
const listeners = new Set();
let due = false;

/** @param {() => void} listener called after changes, at most once a frame */
export function onChange(listener) {
  listeners.add(listener);
}

/** Something in here is different. */
export function changed() {
  if (!due) {
    due = true;
    requestAnimationFrame(() => {
      due = false;
      for (const listener of listeners) {
        listener();
      }
    });
  }
}

/** @param {Generation} generation as it stands; older news than what is known is dropped */
export function learn(generation) {
  const { id } = generation;
  if (generation.deleteTime) {
    if (generation.createTime) {
      forget(id);
    } else {
      drop(id); // the server does not know it
    }
    return;
  }
  const known = state.generations.get(id);
  if (state.gone.has(id) || (known && version(known) > version(generation))) {
    return;
  }
  if (known && known.attempt < generation.attempt) {
    state.progress.delete(id); // it begins anew, or from a checkpoint
  }
  state.generations.delete(id);
  state.generations.set(id, generation);
  if (generation.progress) {
    advance(id, generation.progress);
  }
  dropOldest();
  changed();
}

/** The map is in the order of the latest news. */
function dropOldest() {
  while (state.generations.size > KEPT) {
    drop(/** @type {string} */ (state.generations.keys().next().value));
  }
}

/** @param {string} id of a job that is gone */
export function forget(id) {
  state.gone.add(id);
  if (state.gone.size > GONE) {
    state.gone.delete(/** @type {string} */ (state.gone.values().next().value));
  }
  drop(id);
}

/** @param {string} id of a job that need not be known here */
export function drop(id) {
  state.generations.delete(id);
  state.progress.delete(id);
  state.frames.delete(id);
  changed();
}

/**
 * @param {string} id
 * @param {Progress} progress
 */
export function advance(id, progress) {
  const { preview, noisyPreview, ...plain } = progress;
  const before = state.progress.get(id);
  if (!before || before.evaluation <= plain.evaluation) {
    state.progress.set(id, plain);
  }
  if (preview && progress.previewStep) {
    const frames = state.frames.get(id) ?? [];
    state.frames.delete(id);
    state.frames.set(id, frames);
    const frame = {
      step: progress.previewStep,
      alpha: progress.previewAlpha ?? 0,
      sigma: progress.previewSigma ?? 0,
      estimate: 'data:image/png;base64,' + preview,
      noisy: noisyPreview ? 'data:image/png;base64,' + noisyPreview : '',
    };
    const at = frames.findIndex((f) => f.step >= frame.step);
    frames.splice(at < 0 ? frames.length : at, frames[at]?.step === frame.step ? 1 : 0, frame);
    if (frames.length > FRAMES_EACH) {
      frames.splice(1, 1);
    }
    makeRoom();
  }
  changed();
}

/** Forgets the previews of the jobs that have had none for longest. */
function makeRoom() {
  const size = (/** @type {Frame[]} */ frames) =>
    frames.reduce((sum, f) => sum + f.estimate.length + f.noisy.length, 0);
  let kept = 0;
  for (const frames of state.frames.values()) {
    kept += size(frames);
  }
  for (const [id, frames] of state.frames) {
    if (kept <= FRAMES || state.frames.size === 1) {
      break;
    }
    kept -= size(frames);
    state.frames.delete(id);
  }
}

/** @param {Generation} generation */
export function ended(generation) {
  return ['STATE_SUCCEEDED', 'STATE_FAILED', 'STATE_CANCELLED', 'STATE_FILTERED'].includes(generation.state ?? '');
}

/** @param {Generation} generation */
function version(generation) {
  return generation.version ?? 0;
}

let notices = 0;

/**
 * Tells the person something, for a while.
 * @param {string} text
 * @param {boolean} [bad]
 */
export function notice(text, bad = false) {
  const key = ++notices;
  state.notices = [...state.notices.slice(-3), { text, bad, key }];
  changed();
  setTimeout(() => dismiss(key), bad ? 12_000 : 4_000);
}

/** @param {number} key */
export function dismiss(key) {
  state.notices = state.notices.filter((n) => n.key !== key);
  changed();
}
