// @ts-check
/** The forward process: a picture on its way into noise. */

import { html, nothing } from '../lib/lit-html/lit-html.js';
import { live } from '../lib/lit-html/directives/live.js';
import { LARGEST_SEED, model } from '../create/draft.js';
import { chosen, shownIn, value, whole } from '../page/fields.js';
import { number } from '../page/format.js';
import { adjust, again, anew, frameAt, here, length, move, noising, provide, stops } from './noising.js';
import { levels, overlays, refusal, SCHEDULES, snr } from './schedules.js';
import { missing, open, source } from './source.js';
import { changed, state } from '../page/store.js';

/**
 * @typedef {import('../types.js').ForwardResponse} ForwardResponse
 * @typedef {import('../types.js').Model} Model
 * @typedef {import('./schedules.js').Level} Level
 */

/** Milliseconds between two pictures that are played. */
const PACE = 110;

const still = matchMedia('(prefers-reduced-motion: reduce)');
still.addEventListener('change', changed);

/** The timer of what is played; 0 when nothing is. */
let playing = 0;

/** @param {Model} m @param {number} by stops, on or back */
function go(m, by) {
  const all = stops(m);
  const next = by > 0 ? all.find((t) => t > noising.time) : all.findLast((t) => t < noising.time);
  if (next !== undefined) {
    move(m, next);
  }
  return next !== undefined;
}

function pause() {
  clearInterval(playing);
  playing = 0;
  changed();
}

/** @param {Model} m plays on, or from the beginning where it is at the end */
function play(m) {
  if (noising.time >= (stops(m).at(-1) ?? 0)) {
    move(m, 0);
  }
  adjust({ chain: true });
  playing = window.setInterval(() => {
    const next = stops(m).find((t) => t > noising.time);
    if (!location.hash.startsWith('#/noise') || noising.problem || next === undefined) {
      pause();
    } else if (here(next)) {
      go(m, 1); // what has not come yet is waited for
    }
  }, PACE);
  changed();
}

/** @param {Model} m */
function toggle(m) {
  if (playing) {
    pause();
  } else if (!still.matches) {
    play(m);
  }
}

/** @param {Model} m */
function choices(m) {
  return html`<fieldset class="chips">
      <legend class="faint">Schedule</legend>
      ${SCHEDULES.map(
        (s, i) =>
          html`<button
            type="button"
            class="chip"
            aria-pressed=${s.name === noising.schedule}
            ?disabled=${!!refusal(m, s.name)}
            title=${refusal(m, s.name)}
            @click=${() => adjust({ schedule: s.name })}
          >
            <span class="swatch c${i}"></span> ${s.title}
          </button>`,
      )}
    </fieldset>
    <div class="chips wishes">
      ${state.models.length > 1
        ? html`<label
            >Model
            <select
              ${chosen(m.name)}
              @change=${(/** @type {Event} */ e) => adjust({ model: value(e), schedule: SCHEDULES[0].name })}
            >
              ${state.models.map((o) => html`<option value=${o.name} ?selected=${o === m}>${o.name}</option>`)}
            </select></label
          >`
        : nothing}
      <label
        ><input
          type="checkbox"
          .checked=${live(noising.chain)}
          @change=${(/** @type {Event} */ e) => adjust({ chain: /** @type {HTMLInputElement} */ (e.target).checked })}
        />
        step by step, too</label
      >
      <label
        ><input
          type="checkbox"
          .checked=${live(noising.decoded)}
          @change=${(/** @type {Event} */ e) => adjust({ decoded: /** @type {HTMLInputElement} */ (e.target).checked })}
        />
        what the decoder makes of it</label
      >
      <label
        >Seed of the noise
        <input
          id="noise-seed"
          type="number"
          min="0"
          max=${LARGEST_SEED}
          .value=${shownIn('noise-seed', String(noising.seed))}
          @change=${(/** @type {Event} */ e) => adjust({ seed: whole(e, 0, LARGEST_SEED) ?? noising.seed })}
          @blur=${changed}
      /></label>
      <button type="button" @click=${anew}>Dice</button>
    </div>`;
}

/** @param {Model} m */
function slider(m) {
  const last = length(m) - 1;
  return html`<div class="slider">
    <label for="noise-time">t</label>
    <input
      id="noise-time"
      type="range"
      min="0"
      max=${last}
      .value=${live(String(noising.time))}
      aria-valuetext="t = ${noising.time} of ${last}"
      @input=${(/** @type {Event} */ e) => {
        pause();
        move(m, Number(value(e)));
      }}
      @keydown=${(/** @type {KeyboardEvent} */ e) => {
        if (e.key === ' ') {
          e.preventDefault();
          toggle(m);
        }
      }}
    />
    <div class="chips">
      <button type="button" aria-label="Back" ?disabled=${noising.time <= 0} @click=${() => go(m, -1)}>‹</button>
      ${still.matches
        ? nothing
        : html`<button type="button" class="play" title="Space, on the slider" @click=${() => toggle(m)}>
            ${playing ? 'Pause' : 'Play the chain'}
          </button>`}
      <button type="button" aria-label="Next" ?disabled=${noising.time >= last} @click=${() => go(m, 1)}>›</button>
    </div>
  </div>`;
}

/**
 * A level in numbers.
 * @param {Level} level
 * @param {Level} middle of the schedule: at its ends, all of them preserve the variance
 */
function measures(level, middle) {
  const preserving = Math.abs(middle.alpha ** 2 + middle.sigma ** 2 - 1) < 1e-3;
  const ratio = snr(level);
  return html`<dl class="measures">
    <div>
      <dt>t</dt>
      <dd>${noising.time}</dd>
    </div>
    <div>
      <dt>Picture, ${preserving ? html`√ᾱ<sub>t</sub>` : html`α<sub>t</sub>`}</dt>
      <dd>${number(level.alpha)}</dd>
    </div>
    <div>
      <dt>Noise, ${preserving ? html`√(1−ᾱ<sub>t</sub>)` : html`σ<sub>t</sub>`}</dt>
      <dd>${number(level.sigma)}</dd>
    </div>
    <div>
      <dt>SNR</dt>
      <dd>${number(ratio)}</dd>
    </div>
    <div>
      <dt>log SNR</dt>
      <dd>${ratio === 0 ? '−∞' : number(Math.log(ratio))}</dd>
    </div>
  </dl>`;
}

/** @param {string | undefined} png @param {string} what @param {unknown} caption */
function panel(png, what, caption) {
  return html`<figure>
    ${png
      ? html`<img class="pixels" src="data:image/png;base64,${png}" alt=${what} />`
      : html`<div class="frame noise"></div>`}
    <figcaption>${caption}</figcaption>
  </figure>`;
}

/** @param {'closed' | 'chain'} kind @param {unknown} formula */
function row(kind, formula) {
  const frame = frameAt(kind);
  const at = frame && frame.timestep !== noising.time ? ` (t = ${frame.timestep})` : '';
  const pixelsOnly = frame && !frame.latents;
  return html`<h3>${formula}</h3>
    <div class="pair trio">
      ${panel(
        frame?.picture,
        `The noised picture at t = ${frame?.timestep}`,
        html`x<sub>t</sub> in picture space${at}`,
      )}
      ${pixelsOnly
        ? html`<p class="faint">This model has no encoder, so there are no latents of a picture.</p>`
        : panel(
            frame?.latents,
            `The noised latents at t = ${frame?.timestep}`,
            html`x<sub>t</sub> in latent space${at}`,
          )}
      ${noising.decoded && !pixelsOnly
        ? panel(frame?.decoded, `The decoded latents at t = ${frame?.timestep}`, `what the decoder makes of it${at}`)
        : nothing}
    </div>`;
}

/** @param {Model} m */
function stage(m) {
  const { picture, problem, time, schedule } = noising;
  const all = levels(m, schedule);
  const level = all[time];
  if (!picture) {
    return html`<p class="empty">Choose a picture, and see how noise takes it over.</p>`;
  }
  if (!level) {
    return html`<p class="empty">${refusal(m, schedule) || 'Asking for the schedule…'}</p>`;
  }
  return html`${slider(m)} ${measures(level, all[Math.floor(all.length / 2)])}
    ${problem
      ? html`<p class="bad" role="alert" dir="auto">
          ${problem} <button type="button" @click=${again}>Try again</button>
        </p>`
      : nothing}
    <div class="beside">
      <figure>
        <img class="pixels" src=${picture.source} alt=${picture.title} />
        <figcaption class="clipped" dir="auto" title=${picture.title}>x<sub>0</sub> ${picture.title}</figcaption>
      </figure>
      <div>
        ${row(
          'closed',
          html`At once: x<sub>t</sub> = ${number(level.alpha)} · x<sub>0</sub> + ${number(level.sigma)} · ε`,
        )}
        ${noising.chain
          ? row('chain', html`Step by step: each x<sub>t</sub> from x<sub>t−1</sub>, with fresh noise each`)
          : nothing}
      </div>
    </div>`;
}

/**
 * The page.
 * @param {string} rest of the address: a generation's id, and perhaps the index of its picture
 */
export function noise(rest) {
  const m = state.models.find((o) => o.name === noising.model) ?? model();
  open(rest);
  if (m) {
    provide(m);
  }
  const lost = missing(rest);
  return html`<div class="stack">
    <h1 class="hidden">Noising</h1>
    ${source()} ${lost ? html`<p class="warning" role="status">${lost}</p>` : nothing}
    ${m
      ? html`<section class="panel" aria-label="The noised picture">${choices(m)} ${stage(m)}</section>
          <section class="panel" aria-label="Schedules">${overlays(m, noising.schedule, noising.time)}</section>`
      : html`<p class="empty">Asking for the models…</p>`}
  </div>`;
}
