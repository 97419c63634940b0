// @ts-check
/** The form that asks for pictures. */

import { html, nothing } from '../lib/lit-html/lit-html.js';
import { live } from '../lib/lit-html/directives/live.js';
import { api, ApiError } from '../server/api.js';
import {
  dice,
  draft,
  forgetUnseen,
  LARGEST_SEED,
  model,
  PRESETS,
  PROMPTS,
  request,
  revise,
  sizes,
  unseen,
} from './draft.js';
import { stage } from './stage.js';
import { chosen, described, problemId, shownIn, value, whole } from '../page/fields.js';
import { message } from '../page/format.js';
import { read, write } from '../page/kept.js';
import { changed, learn, notice, state } from '../page/store.js';

const KEY = 'langevin.shown';

/** What is wrong with which field of the last request, in the server's words. */
let problems = /** @type {Record<string, string>} */ ({});
let sending = false;
let shown = String(read('sessionStorage', KEY) ?? '');

/** The job that is shown beside the form. */
export function shownId() {
  return shown;
}

/** @param {string} id */
export function show(id) {
  shown = id;
  write('sessionStorage', KEY, id);
}

async function submit() {
  if (sending) {
    return;
  }
  sending = true;
  problems = {};
  changed();
  try {
    const made = await api.create(request());
    learn(made);
    show(made.id);
    if (!draft.seedLocked) {
      revise({ seed: dice() });
    }
  } catch (e) {
    if (e instanceof ApiError && e.fields.length) {
      problems = Object.fromEntries(e.fields.map((f) => [root(f.field), f.description]));
    }
    notice(message(e), true);
  } finally {
    sending = false;
    changed();
  }
}

/** @param {string} path of a field, such as size.width or generation.steps */
function root(path) {
  return path.replace(/^generation\./, '').split(/[.[]/)[0];
}

/** @param {string} field as the API calls it */
function problem(field) {
  return problems[field] ? html`<small class="problem" id=${problemId(field)}>${problems[field]}</small>` : nothing;
}

/** @param {string} field as the API calls it */
function wrong(field) {
  return described(field, !!problems[field]);
}

/** @param {Parameters<typeof revise>[0]} changes */
function set(changes) {
  revise(changes);
  changed();
}

/**
 * @param {string} field as the API calls it
 * @param {string} label
 * @param {unknown} control
 */
function field(field, label, control) {
  return html`<div class="field ${problems[field] ? 'wrong' : ''}">
    <label for="f-${field}">${label}</label>${control}${problem(field)}
  </div>`;
}

/** @param {import('../types.js').Model} m */
function settings(m) {
  const steps = draft.steps || String(m.defaultSteps);
  const guidance = draft.guidanceScale || String(m.defaultGuidanceScale);
  return html`
    <div class="row">
      ${field(
        'model',
        'Model',
        html`<select
          id="f-model"
          ${chosen(m.name)}
          ${wrong('model')}
          @change=${(/** @type {Event} */ e) =>
            set({ model: value(e), size: '', steps: '', sampler: '', guidanceScale: '' })}
        >
          ${state.models.map(
            (o) => html`<option value=${o.name} ?selected=${o === m} ?disabled=${!!o.problem}>${o.name}</option>`,
          )}
        </select>`,
      )}
      ${field(
        'size',
        'Size',
        html`<input
            id="f-size"
            list="sizes"
            placeholder=${sizes(m)[0]}
            pattern="[0-9]+x[0-9]+"
            .value=${shownIn('f-size', draft.size)}
            @input=${(/** @type {Event} */ e) => set({ size: value(e).replace('×', 'x').trim() })}
            @blur=${changed}
            ${wrong('size')}
          /><datalist id="sizes">${sizes(m).map((s) => html`<option value=${s}></option>`)}</datalist>`,
      )}
      ${field(
        'count',
        'Pictures',
        html`<input
          id="f-count"
          type="number"
          min="1"
          max=${m.maxCount}
          .value=${shownIn('f-count', String(draft.count))}
          @input=${(/** @type {Event} */ e) => set({ count: whole(e, 1, Infinity) ?? draft.count })}
          @blur=${changed}
          ${wrong('count')}
        />`,
      )}
    </div>
    ${field(
      'sampler',
      'Sampler',
      html`<select
        id="f-sampler"
        ${chosen(draft.sampler || m.defaultSampler)}
        ${wrong('sampler')}
        @change=${(/** @type {Event} */ e) => set({ sampler: value(e) })}
      >
        ${m.samplers.map(
          (s) =>
            html`<option value=${s.name} ?selected=${s.name === (draft.sampler || m.defaultSampler)}>
              ${s.name}${s.name === m.defaultSampler ? ' (default)' : ''}
            </option>`,
        )}
        ${draft.sampler && !m.samplers.some((s) => s.name === draft.sampler)
          ? html`<option value=${draft.sampler} selected>${draft.sampler}</option>`
          : nothing}
      </select>`,
    )}
    ${slider('steps', 'Steps', steps, 1, Math.min(150, m.maxSteps), 1, m.maxSteps)}
    ${slider('guidanceScale', 'Guidance', guidance, 1, 20, 0.5, 100)}
  `;
}

/**
 * A slider for usual values, and a number for all that are allowed.
 * @param {'steps' | 'guidanceScale'} name
 * @param {string} label
 * @param {string} now
 * @param {number} min
 * @param {number} max of the slider
 * @param {number} step
 * @param {number} most of the number
 */
function slider(name, label, now, min, max, step, most) {
  const apiName = name === 'steps' ? 'steps' : 'guidance_scale';
  const take = (/** @type {Event} */ e) => set({ [name]: value(e) });
  return html`<div class="field ${problems[apiName] ? 'wrong' : ''}">
    <label for="f-${apiName}">${label}</label>
    <div class="slider">
      <input
        type="range"
        aria-label="${label}, slider"
        min=${min}
        max=${max}
        step=${step}
        .value=${live(now)}
        @input=${take}
      />
      <input
        id="f-${apiName}"
        type="number"
        min=${min}
        max=${most}
        step=${step === 1 ? 1 : 'any'}
        .value=${shownIn(`f-${apiName}`, now)}
        @input=${take}
        @blur=${changed}
        ${wrong(apiName)}
      />
    </div>
    ${problem(apiName)}
  </div>`;
}

function seed() {
  return html`<div class="field ${problems['seed'] ? 'wrong' : ''}">
    <label for="f-seed">Seed</label>
    <div class="slider">
      <input
        id="f-seed"
        type="number"
        min="0"
        max=${LARGEST_SEED}
        .value=${shownIn('f-seed', String(draft.seed))}
        @input=${(/** @type {Event} */ e) => {
          const seed = whole(e, 0, LARGEST_SEED);
          if (seed !== undefined) {
            set({ seed, seedLocked: true });
          }
        }}
        @blur=${changed}
        ${wrong('seed')}
      />
      <button type="button" @click=${() => set({ seed: dice() })} title="Another seed">Dice</button>
      <button
        type="button"
        aria-pressed=${draft.seedLocked}
        @click=${() => set({ seedLocked: !draft.seedLocked })}
        title="Keep this seed for the next picture"
      >
        ${draft.seedLocked ? 'Locked' : 'Lock'}
      </button>
    </div>
    ${problem('seed')}
  </div>`;
}

/** @param {KeyboardEvent} e */
function keys(e) {
  if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
    e.preventDefault();
    void submit();
  }
}

function form() {
  const m = model();
  const also = unseen();
  return html`<form
    class="panel"
    novalidate
    @submit=${(/** @type {Event} */ e) => {
      e.preventDefault();
      void submit();
    }}
    @keydown=${keys}
  >
    <h1 class="hidden">Create</h1>
    ${field(
      'prompt',
      'Prompt',
      html`<textarea
        id="f-prompt"
        rows="3"
        dir="auto"
        placeholder=${PROMPTS[0]}
        .value=${live(draft.prompt)}
        @input=${(/** @type {Event} */ e) => set({ prompt: value(e) })}
        ${wrong('prompt')}
      ></textarea>`,
    )}
    ${draft.prompt
      ? nothing
      : html`<p class="chips">
          ${PROMPTS.map(
            (p) => html`<button type="button" class="chip" @click=${() => set({ prompt: p })}>${p}</button>`,
          )}
        </p>`}
    ${field(
      'negative_prompt',
      'Not',
      html`<input
        id="f-negative_prompt"
        dir="auto"
        placeholder="what it should move away from"
        .value=${live(draft.negativePrompt)}
        @input=${(/** @type {Event} */ e) => set({ negativePrompt: value(e) })}
        ${wrong('negative_prompt')}
      />`,
    )}
    <fieldset class="chips">
      <legend class="hidden">Presets</legend>
      ${PRESETS.filter((p) => !p.sampler || m?.samplers.some((s) => s.name === p.sampler)).map(
        ({ name, ...values }) =>
          html`<button
            type="button"
            class="chip"
            aria-pressed=${values.steps === draft.steps && values.sampler === draft.sampler}
            @click=${() => set(values)}
          >
            ${name}
          </button>`,
      )}
    </fieldset>
    ${m ? settings(m) : html`<p class="faint">Asking for the models…</p>`} ${seed()}
    ${field(
      'previews',
      'Previews',
      html`<select
        id="f-previews"
        ${chosen(draft.previews)}
        ${wrong('previews')}
        @change=${(/** @type {Event} */ e) => set({ previews: /** @type {any} */ (value(e)) })}
      >
        <option value="DECODER" ?selected=${draft.previews === 'DECODER'}>decoded: as the picture will look</option>
        <option value="LINEAR" ?selected=${draft.previews === 'LINEAR'}>linear: coarse, at no cost</option>
      </select>`,
    )}
    ${also.length
      ? html`<p class="faint">
          Also as before: ${also.join(', ')}
          <button
            type="button"
            class="link"
            @click=${() => {
              forgetUnseen();
              changed();
            }}
          >
            Clear
          </button>
        </p>`
      : nothing}
    <button class="primary" ?disabled=${sending || !draft.prompt.trim()}>
      ${sending ? 'Asking…' : 'Generate'} <kbd>Ctrl ↵</kbd>
    </button>
  </form>`;
}

/** The page. */
export function create() {
  const generation = state.generations.get(shown);
  return html`<div class="split">
    ${form()}
    <section class="panel" aria-label="The picture">
      ${generation
        ? stage(generation, true)
        : html`<div class="empty">
            <p>What you ask for appears here, and how it comes out of the noise.</p>
          </div>`}
    </section>
  </div>`;
}
