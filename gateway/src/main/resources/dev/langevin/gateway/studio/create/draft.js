// @ts-check
/** What is asked for next: the form's values, kept in this browser. */

import { essence } from './essence.js';
import { modelName } from '../page/format.js';
import { read, write } from '../page/kept.js';
import { state } from '../page/store.js';

/**
 * @typedef {import('../types.js').GenerationRequest} GenerationRequest
 * @typedef {import('../types.js').Model} Model
 */

/**
 * @typedef {object} Draft
 * @property {string} prompt
 * @property {string} negativePrompt
 * @property {string} model perhaps with its version; empty for the server's default
 * @property {string} size WIDTHxHEIGHT; empty for the model's
 * @property {string} steps empty for the model's
 * @property {string} sampler empty for the model's
 * @property {string} guidanceScale empty for the model's
 * @property {number} seed
 * @property {boolean} seedLocked whether the next job has the same seed
 * @property {number} count
 * @property {'LINEAR' | 'DECODER'} previews how they are made
 * @property {Partial<GenerationRequest>} more what the form does not show
 */

const KEY = 'langevin.draft';

export const LARGEST_SEED = 2 ** 32 - 1;

/** The most previews that are asked for; a job of fewer steps shows all of them. */
export const PREVIEWS = 100;

/** Things to begin with. */
export const PROMPTS = [
  'a red sailboat at sunset with mountains',
  'a snowman at night',
  'a yellow hot-air balloon over the sea',
  'a castle in the snow',
];

/** Ways to sample, for those who don't want to know. */
export const PRESETS = [
  { name: 'Default', steps: '', sampler: '', guidanceScale: '' },
  { name: 'Quick', steps: '12', sampler: 'dpmpp_2m', guidanceScale: '' },
  { name: 'Fine', steps: '60', sampler: 'dpmpp_2m', guidanceScale: '' },
  { name: 'DDIM, 50', steps: '50', sampler: 'ddim', guidanceScale: '' },
  { name: 'DDPM, all 1000', steps: '1000', sampler: 'ddpm', guidanceScale: '' },
];

/** @returns {Draft} */
function empty() {
  return {
    prompt: '',
    negativePrompt: '',
    model: '',
    size: '',
    steps: '',
    sampler: '',
    guidanceScale: '',
    seed: dice(),
    seedLocked: false,
    count: 1,
    previews: 'DECODER',
    more: {},
  };
}

/** A seed by chance. */
export function dice() {
  return crypto.getRandomValues(new Uint32Array(1))[0];
}

/** @type {Draft} */
export const draft = { ...empty(), ...read('localStorage', KEY) };

/** @param {Partial<Draft>} changes */
export function revise(changes) {
  Object.assign(draft, changes);
  write('localStorage', KEY, draft);
}

/** The draft's model; undefined until the server has said what it has. */
export function model() {
  return state.models.find((m) => m.name === modelName(draft.model)) ?? state.models[0];
}

/** @param {Model} m */
export function sizes(m) {
  return m.sizes.map((size) => `${size.width}x${size.height}`);
}

/** @returns {GenerationRequest} what the form asks for */
export function request() {
  const [width, height] = draft.size.split('x').map(Number);
  return {
    ...draft.more,
    prompt: draft.prompt,
    negativePrompt: draft.negativePrompt,
    model: draft.model,
    ...(draft.size ? { size: { width, height } } : {}),
    ...(draft.steps ? { steps: Number(draft.steps) } : {}),
    sampler: draft.sampler,
    ...(draft.guidanceScale ? { guidanceScale: Number(draft.guidanceScale) } : {}),
    seed: draft.seed,
    count: draft.count,
    previews: previews(draft.previews),
  };
}

/** @param {'LINEAR' | 'DECODER'} method */
export function previews(method) {
  return /** @type {const} */ ({
    steps: PREVIEWS,
    method: `METHOD_${method}`,
    noisy: true,
    filmStrip: true,
  });
}

/**
 * Takes over what made a picture.
 * @param {GenerationRequest} from
 * @param {number} [seed] in place of its own
 */
export function adopt(from, seed) {
  const { prompt, negativePrompt, model: name, size, steps, sampler, guidanceScale, count, ...rest } = essence(from);
  const { seed: its, ...more } = rest;
  revise({
    prompt: prompt ?? '',
    negativePrompt: negativePrompt ?? '',
    model: name ?? '',
    size: size ? `${size.width}x${size.height}` : '',
    steps: String(steps ?? ''),
    sampler: sampler ?? '',
    guidanceScale: String(guidanceScale ?? ''),
    seed: (seed ?? its ?? dice()) % (LARGEST_SEED + 1),
    seedLocked: seed === undefined,
    count: count ?? 1,
    more,
  });
}

/** What is asked for without being seen in the form, in words. */
export function unseen() {
  const version = draft.model.split('@')[1];
  const words = {
    samplerOptions: 'how the sampler is set up',
    guidanceOptions: 'how guidance works',
    promptSyntax: 'how the prompt is read',
    clipSkip: 'layers of the text model that are left out',
  };
  const names = Object.keys(essence(draft.more));
  return [
    ...(version && version !== model()?.version ? [`version ${version} of the model`] : []),
    ...names.map((name) => words[/** @type {keyof typeof words} */ (name)] ?? name),
  ];
}

/** Leaves out what the form does not show. */
export function forgetUnseen() {
  revise({ more: {}, model: modelName(draft.model) });
}
