// @ts-check
/** What may differ between the pictures of a grid. */

import { draft, LARGEST_SEED, PROMPTS } from '../create/draft.js';

/**
 * @typedef {import('../types.js').GenerationRequest} GenerationRequest
 * @typedef {import('../types.js').Model} Model
 */

/**
 * @typedef {object} Axis
 * @property {string} name
 * @property {string} title
 * @property {string[]} fields of the request that it sets
 * @property {boolean} [lines] whether each value has a line of its own, as texts with commas need
 * @property {(m: Model) => string[]} ideas values to choose from
 * @property {(value: string, m: Model) => string} problem what is wrong with a value; empty if nothing is
 * @property {(request: GenerationRequest, value: string, m?: Model) => GenerationRequest} set
 */

/**
 * An axis with its values.
 * @typedef {object} Side
 * @property {string} axis by name; empty for none
 * @property {string[]} values
 */

const LARGEST_GUIDANCE = 100;

/** How a line says that there is no negative prompt. */
const NONE = '(none)';

/**
 * @param {string} value
 * @param {number} min
 * @param {number} max
 * @param {boolean} whole
 */
function range(value, min, max, whole) {
  const number = Number(value);
  const fits = number >= min && number <= max && (!whole || Number.isInteger(number));
  return fits ? '' : `${value} is not ${whole ? 'a whole number ' : ''}in ${min}..${max}`;
}

/** @param {string} recipe such as ddpm:1000 */
function parts(recipe) {
  const at = recipe.lastIndexOf(':');
  return { sampler: recipe.slice(0, at).trim(), steps: recipe.slice(at + 1).trim() };
}

/** @param {Model} m @param {string[]} names those of them that the model can do */
function available(m, names) {
  return names.filter((name) => m.samplers.some((s) => s.name === name));
}

/** @type {Axis[]} */
export const AXES = [
  {
    name: 'sampler',
    title: 'Samplers',
    fields: ['sampler'],
    ideas: (m) => m.samplers.map((s) => s.name),
    problem: () => '',
    set: (request, value) => ({ ...request, sampler: value }),
  },
  {
    name: 'steps',
    title: 'Steps',
    fields: ['steps'],
    ideas: (m) => ['4', '8', '10', '20', '30', '50', '100', '1000'].filter((s) => Number(s) <= m.maxSteps),
    problem: (value, m) => range(value, 1, m.maxSteps, true),
    set: (request, value) => ({ ...request, steps: Number(value) }),
  },
  {
    name: 'recipe',
    title: 'Samplers with steps',
    fields: ['sampler', 'steps'],
    ideas: (m) => [
      ...available(m, ['ddpm']).map((s) => `${s}:1000`),
      ...available(m, ['ddpm', 'ddim', 'euler', 'dpmpp_2m', 'flow_euler']).map((s) => `${s}:20`),
      ...available(m, ['dpmpp_2m', 'unipc']).map((s) => `${s}:10`),
    ],
    problem: (value, m) =>
      parts(value).sampler
        ? range(parts(value).steps, 1, m.maxSteps, true)
        : `${value} is not SAMPLER:STEPS, such as ddpm:1000`,
    set: (request, value) => ({
      ...request,
      sampler: parts(value).sampler,
      steps: Number(parts(value).steps),
    }),
  },
  {
    name: 'guidance',
    title: 'Guidance',
    fields: ['guidanceScale'],
    ideas: () => ['1', '2', '3', '4', '5', '7.5', '10', '15'],
    problem: (value) => range(value, 1, LARGEST_GUIDANCE, false),
    set: (request, value) => ({ ...request, guidanceScale: Number(value) }),
  },
  {
    name: 'seed',
    title: 'Seeds',
    fields: ['seed'],
    ideas: () => seeds(8),
    problem: (value) => range(value, 0, LARGEST_SEED, true),
    set: (request, value) => ({ ...request, seed: Number(value) }),
  },
  {
    name: 'prompt',
    title: 'Prompts',
    fields: ['prompt'],
    lines: true,
    ideas: () => [...new Set([draft.prompt.replaceAll(/\s+/g, ' ').trim(), ...PROMPTS])].filter(Boolean),
    problem: () => '',
    set: (request, value) => ({ ...request, prompt: value }),
  },
  {
    name: 'negative',
    title: 'Negative prompts',
    fields: ['negativePrompt'],
    lines: true,
    ideas: () => [NONE, draft.negativePrompt.trim(), 'night', 'snow'].filter(Boolean),
    problem: () => '',
    set: (request, value) => ({ ...request, negativePrompt: value === NONE ? '' : value }),
  },
  {
    name: 'model',
    title: 'Models',
    fields: ['model'],
    ideas: () => [],
    problem: () => '',
    set: (request, value, m) => ({ ...request, model: value, size: fitting(request.size, m) }),
  },
  {
    name: 'prediction',
    title: 'What the network is taken to predict',
    fields: ['prediction'],
    ideas: () => ['epsilon', 'v_prediction', 'sample'],
    problem: () => '',
    set: (request, value) => {
      const options = request.samplerOptions;
      const config = /** @type {any} */ ({ ...options?.config, prediction_type: value });
      return { ...request, samplerOptions: { ...options, config } };
    },
  },
];

/**
 * The size, if the model has it.
 * @param {GenerationRequest['size']} size
 * @param {Model | undefined} m
 */
function fitting(size, m) {
  const has = m?.sizes.some((s) => s.width === size?.width && s.height === size?.height);
  return has ? size : undefined;
}

/** @param {number} count of seeds, from the form's on */
export function seeds(count) {
  return Array.from({ length: count }, (_, i) => String((draft.seed + i) % (LARGEST_SEED + 1)));
}

/** @param {string} name */
export function axisOf(name) {
  return AXES.find((a) => a.name === name);
}

/** @param {Side} side @param {string} value as the head of a row or a column */
export function label({ axis }, value) {
  switch (axis) {
    case 'steps':
      return `${value} steps`;
    case 'recipe':
      return `${parts(value).sampler}, ${parts(value).steps} steps`;
    case 'guidance':
    case 'seed':
      return `${axis} ${value}`;
    default:
      return value;
  }
}

/** @param {Axis | undefined} axis @param {string} text as the person wrote it */
export function split(axis, text) {
  const values = text.split(axis?.lines ? '\n' : /[,;\n]/).map((v) => v.trim());
  return [...new Set(values.filter(Boolean))];
}

/** @param {Axis | undefined} axis @param {string[]} values */
export function join(axis, values) {
  return values.join(axis?.lines ? '\n' : ', ');
}

/**
 * Grids for those who don't know what to compare.
 * @param {Model} m
 * @param {Model[]} models
 * @returns {{name: string, rows: Side, columns: Side}[]}
 */
export function readyMade(m, models) {
  const side = (/** @type {string} */ axis, /** @type {string[]} */ values) => ({ axis, values });
  const samplers = available(m, [
    'ddim',
    'euler',
    'heun',
    'dpmpp_2m',
    'dpmpp_2m_sde',
    'unipc',
    'flow_euler',
    'flow_heun',
  ]);
  const few = available(m, ['ddpm', 'ddim', 'dpmpp_2m']).map((s) => `${s}:20`);
  return [
    ...(available(m, ['ddpm']).length
      ? [
          {
            name: '1000 DDPM steps against 20',
            rows: side('seed', seeds(2)),
            columns: side('recipe', ['ddpm:1000', ...few]),
          },
        ]
      : []),
    {
      name: 'Guidance 1 to 15',
      rows: side('seed', seeds(3)),
      columns: side('guidance', ['1', '2', '4', '7.5', '10', '15']),
    },
    {
      name: 'Samplers at 10 steps',
      rows: side('steps', ['10']),
      columns: side('sampler', samplers),
    },
    { name: 'Seeds', rows: side('', []), columns: side('seed', seeds(8)) },
    ...(models.length > 1
      ? [
          {
            name: 'Models',
            rows: side('seed', seeds(3)),
            columns: side(
              'model',
              models.map((o) => o.name),
            ),
          },
        ]
      : []),
  ];
}
