// @ts-check
/** The form that says what a grid compares. */

import { html, nothing } from '../lib/lit-html/lit-html.js';
import { live } from '../lib/lit-html/directives/live.js';
import { AXES, axisOf, join, readyMade, split } from './axes.js';
import { draft, PROMPTS, request, revise } from '../create/draft.js';
import { chosen, described, problemId, value } from '../page/fields.js';
import { count, modelName } from '../page/format.js';
import { read, write } from '../page/kept.js';
import { begin, MOST, requestOf, shownGrid, underWay, values } from './grid.js';
import { changed, state } from '../page/store.js';

/**
 * @typedef {import('./axes.js').Side} Side
 * @typedef {import('./grid.js').Grid} Grid
 * @typedef {import('../types.js').GenerationRequest} GenerationRequest
 * @typedef {import('../types.js').Model} Model
 */

const KEY = 'langevin.compare';

/** What is written beside the grid before it is asked for. */
const form = kept();

function kept() {
  const usual = {
    rows: { axis: 'steps', text: '4, 8, 20' },
    columns: { axis: 'sampler', text: 'ddim, dpmpp_2m, unipc' },
  };
  const { rows, columns } = read('sessionStorage', KEY) ?? {};
  const whole = [rows, columns].every((s) => typeof s?.axis === 'string' && typeof s.text === 'string');
  return whole ? { rows, columns } : usual; // another version of this page may have written it
}

/** @param {Partial<typeof form>} changes */
function set(changes) {
  Object.assign(form, changes);
  write('sessionStorage', KEY, form);
  changed();
}

/** @param {'rows' | 'columns'} name @returns {Side} */
function side(name) {
  const { axis, text } = form[name];
  return { axis, values: axis ? split(axisOf(axis), text) : [] };
}

/** @param {'rows' | 'columns'} name @param {Model} m what is wrong with it */
function problem(name, m) {
  const { axis, values: all } = side(name);
  const known = axisOf(axis);
  if (!known) {
    return '';
  }
  return all.length ? (all.map((v) => known.problem(v, m)).find(Boolean) ?? '') : 'Write values, or choose some below.';
}

/** @param {Model} m why the grid as it is written can't be made */
function obstacle(m) {
  const rows = axisOf(form.rows.axis);
  const columns = axisOf(form.columns.axis);
  const both = rows?.fields.find((f) => columns?.fields.includes(f));
  const cells = values(side('rows')).length * values(side('columns')).length;
  if (problem('rows', m) || problem('columns', m)) {
    return 'Some values are not right yet.';
  }
  if (both) {
    return `Rows and columns both set ${both}.`;
  }
  if (!draft.prompt.trim() && form.rows.axis !== 'prompt' && form.columns.axis !== 'prompt') {
    return 'It needs a prompt.';
  }
  return cells > MOST ? `That is ${count(cells)} pictures; a grid has at most ${MOST}.` : '';
}

/** @param {'rows' | 'columns'} name @param {string} idea in or out */
function toggle(name, idea) {
  const { axis, values: all } = side(name);
  const next = all.includes(idea) ? all.filter((v) => v !== idea) : [...all, idea];
  set({ [name]: { axis, text: join(axisOf(axis), next) } });
}

/** @param {'rows' | 'columns'} name @param {string} title @param {Model} m */
function sideForm(name, title, m) {
  const { axis, text } = form[name];
  const known = axisOf(axis);
  const wrong = problem(name, m);
  const picked = side(name).values;
  const ideas = axis === 'model' ? state.models.map((o) => o.name) : (known?.ideas(m) ?? []);
  const input = (/** @type {Event} */ e) => set({ [name]: { axis, text: value(e) } });
  return html`<fieldset class="field ${wrong ? 'wrong' : ''}">
    <legend><label for="axis-${name}">${title}</label></legend>
    <select
      id="axis-${name}"
      ${chosen(axis)}
      @change=${(/** @type {Event} */ e) => set({ [name]: { axis: value(e), text: '' } })}
    >
      <option value="" ?selected=${!axis}>nothing</option>
      ${AXES.map((a) => html`<option value=${a.name} ?selected=${a.name === axis}>${a.title}</option>`)}
    </select>
    ${known?.lines
      ? html`<textarea
          rows="3"
          dir="auto"
          aria-label="${title}: one a line"
          placeholder="one a line"
          .value=${live(text)}
          @input=${input}
          ${described(name, !!wrong)}
        ></textarea>`
      : known
        ? html`<input
            aria-label="${title}: values with commas between"
            placeholder="values, with commas between"
            .value=${live(text)}
            @input=${input}
            ${described(name, !!wrong)}
          />`
        : nothing}
    ${wrong ? html`<small class="problem" id=${problemId(name)} role="alert" dir="auto">${wrong}</small>` : nothing}
    <div class="chips">
      ${ideas.map(
        (idea) =>
          html`<button
            type="button"
            class="chip"
            dir="auto"
            aria-pressed=${picked.includes(idea)}
            @click=${() => toggle(name, idea)}
          >
            ${idea.length > 60 ? [...idea].slice(0, 60).join('') + '…' : idea}
          </button>`,
      )}
    </div>
  </fieldset>`;
}

/** @param {Model} m how many, and of how many steps */
function size(m) {
  const rows = side('rows');
  const columns = side('columns');
  const cells = values(rows).length * values(columns).length;
  const trial = { base: request(), rows, columns, cells: [], stopped: false };
  let steps = 0;
  for (let i = 0; i < Math.min(cells, MOST); i++) {
    steps += requestOf(trial, i).steps ?? m.defaultSteps;
  }
  return `${count(cells)} of at most ${MOST} pictures, ${count(steps)} steps in all`;
}

/**
 * A request in a line, but for its prompt.
 * @param {GenerationRequest} r
 * @param {string[]} without fields that are left out
 */
export function summary(r, without) {
  const size = r.size ? `${r.size.width}×${r.size.height}` : '';
  return [
    ['model', modelName(r.model ?? '')],
    ['size', size],
    ['sampler', r.sampler],
    ['steps', r.steps ? `${r.steps} steps` : ''],
    ['guidanceScale', r.guidanceScale ? `guidance ${r.guidanceScale}` : ''],
    ['seed', r.seed === undefined ? '' : `seed ${r.seed}`],
    ['negativePrompt', r.negativePrompt ? `not ${r.negativePrompt}` : ''],
  ]
    .filter(([field, text]) => text && !without.includes(/** @type {string} */ (field)))
    .map(([, text]) => text)
    .join(' · ');
}

/** @param {{axis: string}[]} sides the fields that they set */
export function fieldsOf(...sides) {
  return sides.flatMap((s) => axisOf(s.axis)?.fields ?? []);
}

/** @param {Model} m what the form asks for, with the model's own where it says nothing */
function whole(m) {
  const r = request();
  return {
    ...r,
    model: r.model || m.name,
    size: r.size ?? m.sizes[0],
    sampler: r.sampler || m.defaultSampler,
    steps: r.steps ?? m.defaultSteps,
    guidanceScale: r.guidanceScale ?? m.defaultGuidanceScale,
  };
}

/**
 * The form.
 * @param {Model} m
 */
export function plan(m) {
  const wrong = obstacle(m);
  const running = shownGrid() && underWay(/** @type {Grid} */ (shownGrid()));
  return html`<form
    class="panel"
    novalidate
    @submit=${(/** @type {Event} */ e) => {
      e.preventDefault();
      if (!wrong && !running) {
        begin(request(), side('rows'), side('columns'));
      }
    }}
  >
    <h1 class="hidden">Compare</h1>
    <div class="chips" role="group" aria-label="Ready-made grids">
      ${readyMade(m, state.models).map(
        ({ name, rows, columns }) =>
          html`<button
            type="button"
            class="chip"
            @click=${() =>
              set({
                rows: { axis: rows.axis, text: join(axisOf(rows.axis), rows.values) },
                columns: { axis: columns.axis, text: join(axisOf(columns.axis), columns.values) },
              })}
          >
            ${name}
          </button>`,
      )}
    </div>
    <div class="field">
      <label for="c-prompt">Prompt</label>
      <textarea
        id="c-prompt"
        rows="2"
        dir="auto"
        placeholder=${PROMPTS[0]}
        .value=${live(draft.prompt)}
        @input=${(/** @type {Event} */ e) => {
          revise({ prompt: value(e) });
          changed();
        }}
      ></textarea>
    </div>
    ${draft.prompt
      ? nothing
      : html`<p class="chips">
          ${PROMPTS.map(
            (p) =>
              html`<button
                type="button"
                class="chip"
                @click=${() => {
                  revise({ prompt: p });
                  changed();
                }}
              >
                ${p}
              </button>`,
          )}
        </p>`}
    <div class="halves">${sideForm('rows', 'Rows', m)} ${sideForm('columns', 'Columns', m)}</div>
    <p class="faint" dir="auto">
      The rest is as in <a href="#/create">Create</a>: ${summary(whole(m), fieldsOf(form.rows, form.columns))}
    </p>
    <div class="chips">
      <button class="primary" ?disabled=${!!wrong || running}>Make the grid</button>
      <span class=${wrong ? 'problem' : 'faint'} role="status">${wrong || size(m)}</span>
    </div>
  </form>`;
}
