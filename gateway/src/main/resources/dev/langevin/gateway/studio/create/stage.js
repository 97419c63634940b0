// @ts-check
/** A job to look at: the picture as it comes out of the noise, and afterwards back over its steps. */

import { html, nothing } from '../lib/lit-html/lit-html.js';
import '../page/plot.js';
import { address, api } from '../server/api.js';
import { message, modelName, number, ordinal, seconds, stateName, time } from '../page/format.js';
import { onReady } from '../server/live.js';
import { changed, ended, forget, learn, notice, state } from '../page/store.js';

/**
 * @typedef {import('../types.js').Generation} Generation
 * @typedef {import('../types.js').ScheduleResponse} ScheduleResponse
 */

/**
 * What can be shown of a step.
 * @typedef {object} View
 * @property {number} step from 1
 * @property {number} alpha
 * @property {number} sigma
 * @property {unknown} estimate a template
 * @property {unknown} noisy a template
 */

/** The schedules that were asked for, by the configuration that they are of. */
const schedules = /** @type {Map<string, ScheduleResponse | null>} */ (new Map());

onReady(() => {
  for (const [key, answer] of schedules) {
    if (!answer) {
      schedules.delete(key); // what failed is asked for again
    }
  }
});

/** Which view each job is at: none for the newest. */
const positions = /** @type {Map<string, number>} */ (new Map());

/** @param {Generation} generation */
function schedule(generation) {
  const { model, sampler, steps, samplerOptions } = generation.request ?? {};
  const request = { model, sampler, steps, samplerOptions };
  const key = JSON.stringify(request);
  if (!schedules.has(key)) {
    schedules.set(key, null);
    api
      .schedule(request)
      .then((answer) => {
        schedules.set(key, answer);
        changed();
      })
      .catch(() => {}); // the pictures are there without it
  }
  return schedules.get(key) ?? undefined;
}

/** @param {Generation} generation @returns {View[]} */
function views(generation) {
  const frames = state.frames.get(generation.id) ?? [];
  const strip = generation.filmStrip;
  if (strip?.artifact && strip.frames && strip.frames.length >= frames.length) {
    const { artifact, noisy } = strip;
    return strip.frames.map((frame, i) => ({
      step: frame.step,
      alpha: frame.alpha,
      sigma: frame.sigma,
      estimate: cut(address(artifact), i, strip.frames.length, 0, noisy ? 2 : 1),
      noisy: noisy ? cut(address(artifact), i, strip.frames.length, 1, 2) : nothing,
    }));
  }
  return frames.map((frame) => ({
    step: frame.step,
    alpha: frame.alpha,
    sigma: frame.sigma,
    estimate: html`<img src=${frame.estimate} alt="Estimate of the picture at step ${frame.step}" />`,
    noisy: frame.noisy ? html`<img src=${frame.noisy} alt="Noisy latents at step ${frame.step}" />` : nothing,
  }));
}

/**
 * A frame of a film strip. Its style is a property, which the page's policy allows; as an attribute it would be refused.
 * @param {string} source
 * @param {number} column
 * @param {number} columns
 * @param {number} row
 * @param {number} rows
 */
function cut(source, column, columns, row, rows) {
  const share = (/** @type {number} */ i, /** @type {number} */ n) => (n > 1 ? `${(100 * i) / (n - 1)}%` : '0%');
  return html`<div
    class="frame"
    role="img"
    aria-label=${row ? 'Noisy latents' : 'Estimate of the picture'}
    .style=${`background: url("${source}") ${share(column, columns)} ${share(row, rows)}` +
    ` / ${100 * columns}% ${100 * rows}% no-repeat`}
  ></div>`;
}

/** @param {Generation} generation */
function pictures(generation) {
  return (generation.artifacts ?? []).map(
    (artifact) =>
      html`<a href=${address(artifact)} target="_blank" title="Seed ${artifact.seed}">
        <img src=${address(artifact)} alt=${generation.request?.prompt ?? ''} />
      </a>`,
  );
}

/** @param {Generation} generation */
function waiting(generation) {
  if (generation.state === 'STATE_QUEUED') {
    return generation.queuePlace ? `Waiting, ${ordinal(generation.queuePlace)} in the queue.` : 'Waiting for a slot.';
  }
  return 'The first step is on its way.';
}

/** @param {Generation} generation @param {View | undefined} view */
function measures(generation, view) {
  const progress = state.progress.get(generation.id) ?? generation.progress;
  const running = generation.state === 'STATE_RUNNING';
  const steps = progress?.steps || generation.request?.steps || 0;
  const left = seconds(progress?.timeLeft);
  const rows = running ? (progress?.batchRows ?? 0) : (generation.timing?.meanBatchRows ?? 0);
  return html`<dl class="measures">
    <div>
      <dt>Step</dt>
      <dd>${view?.step ?? progress?.step ?? 0} of ${steps}</dd>
    </div>
    ${view
      ? html`<div>
            <dt>Picture α</dt>
            <dd>${number(view.alpha)}</dd>
          </div>
          <div>
            <dt>Noise σ</dt>
            <dd>${number(view.sigma)}</dd>
          </div>`
      : nothing}
    <div>
      <dt>${running ? 'Rows in its batch' : 'Rows in its batches'}</dt>
      <dd>${rows ? number(Math.round(10 * rows) / 10) : '–'}</dd>
    </div>
    ${running
      ? html`<div>
          <dt>Time left</dt>
          <dd>${time(left)}</dd>
        </div>`
      : html`<div>
          <dt>Took</dt>
          <dd>${time(seconds(generation.timing?.run))}</dd>
        </div>`}
  </dl>`;
}

/** @param {Generation} generation @param {View | undefined} view */
function curve(generation, view) {
  const plan = schedule(generation)?.evaluations ?? [];
  const points = plan
    .filter((e, i) => i === 0 || e.step !== plan[i - 1].step)
    .map((e) => ({ x: e.step, y: ratio(e.from ?? e.read) }))
    .filter((p) => Number.isFinite(p.y) && p.y > 0);
  if (points.length < 2) {
    return nothing;
  }
  const step = view?.step ?? state.progress.get(generation.id)?.step ?? 0;
  const at = points.find((p) => p.x === step);
  return html`<x-plot
    class="curve"
    .plot=${{
      label: `Noise level of each step${at ? `; now at step ${at.x}, ${number(at.y)}` : ''}`,
      curves: [
        { label: 'noise level σ/α', points, colour: 0 },
        { label: '', points: at ? [at] : [], colour: 1, dots: true },
      ],
      x: 'step',
      y: 'σ/α',
      tick: (/** @type {number} */ x) => (Number.isInteger(x) ? String(x) : ''),
      logarithmic: true,
    }}
  ></x-plot>`;
}

/** @param {{alpha: number, sigma: number} | undefined} level */
function ratio(level) {
  return level ? Number(level.sigma) / Number(level.alpha) : Number.NaN;
}

/** @param {Generation} generation @param {View[]} all @param {number} at */
function scrubber(generation, all, at) {
  if (all.length < 2) {
    return nothing;
  }
  return html`<div class="scrub">
    <label for="scrub-${generation.id}" class="hidden">Step</label>
    <input
      id="scrub-${generation.id}"
      type="range"
      min="0"
      max=${all.length - 1}
      .value=${String(at)}
      aria-valuetext="Step ${all[at].step}"
      @input=${(/** @type {Event} */ e) => {
        const to = Number(/** @type {HTMLInputElement} */ (e.target).value);
        if (to === all.length - 1) {
          positions.delete(generation.id);
        } else {
          positions.set(generation.id, to);
        }
        changed();
      }}
    />
  </div>`;
}

/**
 * @param {() => Promise<unknown>} call
 * @param {string} [done]
 */
async function attempt(call, done) {
  try {
    await call();
    if (done) {
      notice(done);
    }
  } catch (e) {
    notice(message(e), true);
  }
}

/** @param {Generation} generation */
export function cancel(generation) {
  return attempt(async () => learn(await api.cancel(generation.id)), 'Cancelled.');
}

/** @param {Generation} generation */
export function remove(generation) {
  return attempt(async () => {
    await api.remove(generation.id);
    forget(generation.id);
  }, 'Deleted.');
}

/** @param {Generation} generation */
function chip(generation) {
  return html`<span class="state ${stateName(generation.state)}">${stateName(generation.state)}</span>`;
}

/**
 * A generation, live or past.
 * @param {Generation} generation
 * @param {boolean} [links] whether it leads to its own page
 */
export function stage(generation, links = false) {
  const all = views(generation);
  const at = Math.min(positions.get(generation.id) ?? all.length - 1, all.length - 1);
  const view = all[at];
  const over = ended(generation);
  const last = at === all.length - 1;
  const made = generation.state === 'STATE_SUCCEEDED' && last;
  return html`<article
    class="stage"
    data-state=${stateName(generation.state)}
    data-id=${generation.id}
    data-network=${seconds(generation.timing?.network) || nothing}
  >
    <header>
      ${chip(generation)}
      <h2 dir="auto">${generation.request?.prompt}</h2>
      <span class="faint">
        ${modelName(generation.request?.model ?? '')} · ${generation.request?.sampler} · seed
        ${generation.request?.seed}
      </span>
      ${over ? nothing : html`<button type="button" @click=${() => cancel(generation)}>Cancel</button>`}
      ${over && links ? html`<a class="button" href="#/generation/${generation.id}">Details</a>` : nothing}
    </header>
    ${generation.error?.message
      ? html`<p class="bad"><b>${generation.error.reason}</b> ${generation.error.message}</p>`
      : nothing}
    <div class="pair">
      ${view && view.noisy !== nothing
        ? html`<figure>
            ${view.noisy}
            <figcaption>x<sub>t</sub> what the network sees</figcaption>
          </figure>`
        : nothing}
      <figure>
        ${made
          ? html`<div class="made" data-count=${generation.artifacts?.length ?? 0}>${pictures(generation)}</div>`
          : view
            ? view.estimate
            : html`<div class="frame noise"></div>`}
        <figcaption>
          ${made
            ? 'The picture'
            : view
              ? html`x̂<sub>0</sub> what it takes the picture for`
              : over
                ? 'It ended before there was anything to see.'
                : waiting(generation)}
        </figcaption>
      </figure>
    </div>
    ${scrubber(generation, all, at)} ${measures(generation, view)} ${curve(generation, view)}
    ${(generation.warnings ?? []).map((w) => html`<p class="warning">${w.message}</p>`)}
  </article>`;
}
