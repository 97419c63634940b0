// @ts-check
/** Noise schedules of training and spacings of sampling, over one another. */

import { html, nothing } from '../lib/lit-html/lit-html.js';
import '../page/plot.js';
import { api, ApiError } from '../server/api.js';
import { shownIn, value } from '../page/fields.js';
import { message, number } from '../page/format.js';
import { changed } from '../page/store.js';

/**
 * @typedef {import('../types.js').Model} Model
 * @typedef {import('../types.js').ScheduleRequest} ScheduleRequest
 * @typedef {import('../types.js').ScheduleResponse} ScheduleResponse
 * @typedef {{alpha: number, sigma: number}} Level
 */

/**
 * @typedef {object} Schedule
 * @property {string} name
 * @property {string} title
 * @property {Record<string, unknown>} config written over the model's
 * @property {string} sampler one that takes it; empty for the model's
 */

/** @type {Schedule[]} */
export const SCHEDULES = [
  { name: 'own', title: "the model's own", config: {}, sampler: '' },
  beta('linear', 'linear'),
  beta('scaled_linear', 'scaled linear'),
  beta('squaredcos_cap_v2', 'cosine'),
  beta('sigmoid', 'sigmoid'),
  {
    name: 'flow',
    title: 'flow',
    config: { use_flow_sigmas: true, prediction_type: 'flow_prediction' },
    sampler: 'dpmpp_2m',
  },
];

/** @param {string} name @param {string} title @returns {Schedule} */
function beta(name, title) {
  return { name, title, config: { beta_schedule: name }, sampler: 'ddpm' };
}

/** How levels are spaced, by what it adds to the sampler's name. */
const SPACINGS = [
  { suffix: '', title: "the model's own" },
  { suffix: '_karras', title: 'Karras' },
  { suffix: '_exponential', title: 'exponential' },
  { suffix: '_beta', title: 'beta' },
  { suffix: '_lu', title: 'Lu' },
];

/** Points of a curve: more than can be told apart. */
const POINTS = 200;

/** Where the plots end; below there is no picture to speak of. */
const LEAST_SNR = 1e-6;

const MOST_STEPS = 200;

/** Plans that were asked for; those that the server refused have its words. */
const plans = /** @type {Map<string, {answer?: ScheduleResponse, problem?: string}>} */ (new Map());

let steps = 20;

/** @param {ScheduleRequest} request @returns {{answer?: ScheduleResponse, problem?: string}} */
function plan(request) {
  const key = JSON.stringify(request);
  const known = plans.get(key);
  if (known) {
    return known;
  }
  plans.set(key, {});
  api
    .schedule(request)
    .then((answer) => plans.set(key, { answer }))
    .catch((e) => {
      plans.set(key, { problem: message(e) });
      if (!(e instanceof ApiError) || [0, 429, 503].includes(e.status)) {
        setTimeout(() => plans.delete(key) && changed(), 1000 * ((e instanceof ApiError && e.pause) || 2));
      }
    })
    .finally(changed);
  return {};
}

/** @param {Model} m @param {Schedule} schedule */
function planOf(m, { config, sampler }) {
  return plan({ model: m.name, sampler, samplerOptions: { config: /** @type {any} */ (config) } });
}

/**
 * The levels of training, as the server has told them; none before it has.
 * @param {Model} m
 * @param {string} name of the schedule
 * @returns {Level[]}
 */
export function levels(m, name) {
  const schedule = SCHEDULES.find((s) => s.name === name) ?? SCHEDULES[0];
  const told = planOf(m, schedule).answer?.training?.levels ?? [];
  return /** @type {Level[]} */ (told);
}

/** @param {Model} m @param {string} name why there is no such schedule; empty if there may be */
export function refusal(m, name) {
  const schedule = SCHEDULES.find((s) => s.name === name) ?? SCHEDULES[0];
  return planOf(m, schedule).problem ?? '';
}

/** @param {Level} level */
export function snr({ alpha, sigma }) {
  return (alpha / sigma) ** 2;
}

/**
 * @param {Level[]} all
 * @param {(level: Level) => number} measure
 * @param {number} least
 */
function curve(all, measure, least) {
  const stride = Math.max(1, all.length / POINTS);
  const points = [];
  for (let i = 0; i < all.length; i += stride) {
    points.push(Math.floor(i));
  }
  if (points.at(-1) !== all.length - 1 && all.length) {
    points.push(all.length - 1);
  }
  return points
    .map((t) => ({ x: (t + 1) / all.length, y: measure(all[t]) }))
    .filter((p) => Number.isFinite(p.y) && p.y >= least);
}

/**
 * @param {Model} m
 * @param {string} chosen schedule, on which the mark is
 * @param {number} time
 * @param {{label: string, y: string, measure: (level: Level) => number, least: number, logarithmic: boolean}} kind
 */
function overlay(m, chosen, time, { label, y, measure, least, logarithmic }) {
  const all = SCHEDULES.map((s, colour) => ({
    label: s.title,
    colour,
    bold: s.name === 'own',
    points: curve(levels(m, s.name), measure, least),
  })).filter((c) => c.points.length);
  const colour = SCHEDULES.findIndex((s) => s.name === chosen);
  const at = levels(m, chosen)[time];
  const mark = at ? [{ x: (time + 1) / levels(m, chosen).length, y: Math.max(least, measure(at)) }] : [];
  return html`<x-plot
    .plot=${{
      label: `${label}${at ? `; now ${number(measure(at))}` : ''}`,
      curves: [...all, { label: '', points: mark, colour, dots: true }],
      x: 't/T',
      y,
      logarithmic,
      from: logarithmic ? undefined : 0,
    }}
  ></x-plot>`;
}

/** @param {Model} m @param {Level | undefined} at */
function spacings(m, at) {
  const base = m.samplers.some((s) => s.name === 'dpmpp_2m') ? 'dpmpp_2m' : m.defaultSampler;
  const curves = SPACINGS.map(({ suffix, title }, colour) => {
    const told = plan({ model: m.name, sampler: base + suffix, steps }).answer?.evaluations ?? [];
    const points = told
      .filter((e, i) => i === 0 || e.step !== told[i - 1].step)
      .map((e) => ({ x: e.step, y: Number(e.from?.sigma) / Number(e.from?.alpha) }))
      .filter((p) => Number.isFinite(p.y) && p.y > 0);
    return { label: title, colour, bold: suffix === '', points };
  }).filter((c) => c.points.length);
  const now = at ? at.sigma / at.alpha : Number.NaN;
  const line = Number.isFinite(now) && now > 0 ? [1, steps].map((x) => ({ x, y: now })) : [];
  return html`<figure class="small">
    <figcaption>
      Noise level of each step, as ${base} spaces
      <input
        id="spacing-steps"
        type="number"
        min="1"
        max=${MOST_STEPS}
        aria-label="Steps"
        .value=${shownIn('spacing-steps', String(steps))}
        @change=${(/** @type {Event} */ e) => {
          steps = Math.max(1, Math.min(MOST_STEPS, m.maxSteps, Math.round(Number(value(e))) || 1));
          changed();
        }}
        @blur=${changed}
      />
      steps
    </figcaption>
    <x-plot
      .plot=${{
        label: `Noise level over the steps for each spacing; the slider is at ${number(now)}`,
        curves: [...curves, { label: line.length ? 'the slider' : '', points: line, colour: 5 }],
        x: 'step',
        y: 'σ/α',
        logarithmic: true,
      }}
    ></x-plot>
  </figure>`;
}

/**
 * All of them, with a mark where the slider is.
 * @param {Model} m
 * @param {string} chosen schedule
 * @param {number} time
 */
export function overlays(m, chosen, time) {
  const refused = SCHEDULES.filter((s) => refusal(m, s.name));
  return html`<div class="charts tall">
      <figure class="small">
        <figcaption>How much of the picture is left: α<sub>t</sub> (√ᾱ<sub>t</sub>)</figcaption>
        ${overlay(m, chosen, time, {
          label: 'Share of the picture over time, for each schedule',
          y: 'α',
          measure: (l) => l.alpha,
          least: 0,
          logarithmic: false,
        })}
      </figure>
      <figure class="small">
        <figcaption>Signal-to-noise ratio: α²/σ²</figcaption>
        ${overlay(m, chosen, time, {
          label: 'Signal-to-noise ratio over time, for each schedule',
          y: 'SNR',
          measure: snr,
          least: LEAST_SNR,
          logarithmic: true,
        })}
      </figure>
      ${spacings(m, levels(m, chosen)[time])}
    </div>
    ${refused.length
      ? html`<p class="faint">Not with this model: ${refused.map((s) => s.title).join(', ')}.</p>`
      : nothing}`;
}
