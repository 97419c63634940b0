// @ts-check
/** A grid of pictures that differ in two things, to be compared. */

import { html, nothing } from '../lib/lit-html/lit-html.js';
import { address } from '../server/api.js';
import { axisOf, label } from './axes.js';
import { adopt, model } from '../create/draft.js';
import { message, ordinal, seconds, stateName, time } from '../page/format.js';
import {
  again,
  cancelAll,
  find,
  generationOf,
  lacks,
  pausedBecause,
  requestOf,
  shownGrid,
  underWay,
  values,
} from './grid.js';
import { fieldsOf, plan, summary } from './plan.js';
import { download } from './sheet.js';
import { notice, state } from '../page/store.js';

/**
 * @typedef {import('./grid.js').Cell} Cell
 * @typedef {import('./grid.js').Grid} Grid
 */

/** @param {Grid} g @param {number} i goes on from there */
function start(g, i) {
  adopt(generationOf(g.cells[i])?.request ?? requestOf(g, i));
  location.hash = '#/create';
}

/** @param {Cell} cell what there is to see of it */
function picture(cell) {
  const generation = generationOf(cell);
  const artifact = generation?.artifacts?.[0];
  const frame = state.frames.get(cell.id)?.at(-1);
  if (artifact) {
    return html`<img src=${address(artifact)} alt="" />`;
  }
  return frame ? html`<img src=${frame.estimate} alt="" />` : html`<div class="frame noise"></div>`;
}

/** @param {Grid} g @param {Cell} cell how it stands, in words */
function standing(g, cell) {
  const generation = generationOf(cell);
  if (cell.problem) {
    return html`<span class="bad" dir="auto" title=${cell.problem}>${cell.problem}</span>`;
  }
  if (!generation) {
    return cell.id ? 'asking for it' : g.stopped ? 'not asked for' : 'to be asked for';
  }
  const progress = state.progress.get(cell.id);
  switch (generation.state) {
    case 'STATE_SUCCEEDED':
      return time(seconds(generation.timing?.run));
    case 'STATE_FILTERED':
    case 'STATE_FAILED': {
      const why = generation.error?.message || generation.error?.reason || 'failed';
      return html`<span class="bad" dir="auto" title=${why}>${why}</span>`;
    }
    case 'STATE_RUNNING':
      return progress ? `${progress.step} of ${progress.steps}` : 'running';
    case 'STATE_QUEUED':
      return generation.queuePlace ? `${ordinal(generation.queuePlace)} in the queue` : 'waiting';
    default:
      return stateName(generation.state);
  }
}

/** @param {Grid} g @param {number} i @param {string} name of the cell */
function cellOf(g, i, name) {
  const cell = g.cells[i];
  const generation = generationOf(cell);
  const progress = state.progress.get(cell.id);
  const running = generation?.state === 'STATE_RUNNING';
  return html`<td data-state=${generation ? stateName(generation.state) : nothing}>
    <button
      type="button"
      class="cell"
      aria-label="Start from ${name}"
      title="Start from this"
      @click=${() => start(g, i)}
    >
      ${picture(cell)}
    </button>
    ${running && progress?.steps
      ? html`<progress max=${progress.steps} .value=${progress.step} aria-label="Steps"></progress>`
      : nothing}
    <div class="standing faint">
      <span>${standing(g, cell)}</span>
      ${generation ? html`<a href="#/generation/${cell.id}" aria-label="Details of ${name}">Details</a>` : nothing}
    </div>
  </td>`;
}

/** @param {Grid} g */
function table(g) {
  const rows = values(g.rows);
  const columns = values(g.columns);
  const heads = columns.map((c) => label(g.columns, c));
  return html`<div class="scrolling" role="region" aria-label="The grid" tabindex="0">
    <table class="grid">
      ${g.columns.axis
        ? html`<thead>
            <tr>
              ${g.rows.axis ? html`<td></td>` : nothing}
              ${heads.map((h) => html`<th scope="col" title=${h}><div dir="auto">${h}</div></th>`)}
            </tr>
          </thead>`
        : nothing}
      <tbody>
        ${rows.map((row, r) => {
          const head = label(g.rows, row);
          return html`<tr>
            ${g.rows.axis ? html`<th scope="row" title=${head}><div dir="auto">${head}</div></th>` : nothing}
            ${columns.map((_, c) =>
              cellOf(g, r * columns.length + c, [head, heads[c]].filter(Boolean).join(', ') || 'this'),
            )}
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

/** @param {Grid} g what all of its pictures have in common, in the server's words where it has answered */
function common(g) {
  const known = g.cells.map(generationOf).find((generation) => generation?.request)?.request;
  const without = fieldsOf(g.rows, g.columns);
  const prompt = without.includes('prompt') ? '' : (g.base.prompt ?? '');
  return { prompt, rest: summary(known ?? g.base, without) };
}

/** @param {Grid} g */
function counts(g) {
  const made = g.cells.filter((c) => generationOf(c)?.state === 'STATE_SUCCEEDED').length;
  const running = g.cells.filter((c) => generationOf(c)?.state === 'STATE_RUNNING').length;
  const lost = underWay(g) ? 0 : g.cells.filter(lacks).length;
  return [
    `${made} of ${g.cells.length} there`,
    running ? `${running} running` : '',
    lost ? `${lost} without a picture` : '',
  ]
    .filter(Boolean)
    .join(', ');
}

/** @param {Grid} g */
async function save(g) {
  try {
    await download(g, common(g));
  } catch (e) {
    notice(message(e), true);
  }
}

/** @param {Grid} g */
function result(g) {
  find();
  const { prompt, rest } = common(g);
  const over = !underWay(g);
  const titles = [g.rows, g.columns].map((s) => axisOf(s.axis)?.title).filter(Boolean);
  return html`<section class="panel" aria-labelledby="grid-title">
    <header class="headed">
      <h2 id="grid-title">${titles.join(' × ') || 'One picture'}</h2>
      <span class="faint" role="status">${counts(g)}</span>
      ${over ? nothing : html`<button type="button" @click=${cancelAll}>Cancel all</button>`}
      ${over && g.cells.some(lacks)
        ? html`<button type="button" @click=${again}>Try again those without</button>`
        : nothing}
      <button
        type="button"
        ?disabled=${!g.cells.some((c) => generationOf(c)?.artifacts?.length)}
        @click=${() => save(g)}
      >
        Save as one PNG
      </button>
    </header>
    <p class="clipped" dir="auto" title=${prompt}>${prompt}</p>
    <p class="faint clipped" dir="auto" title=${rest}>${rest}</p>
    ${pausedBecause() && !over ? html`<p class="warning" role="status">${pausedBecause()}</p>` : nothing} ${table(g)}
    <p class="faint">A picture that is chosen is where Create goes on.</p>
  </section>`;
}

/** The page. */
export function compare() {
  const m = model();
  const g = shownGrid();
  return html`<div class="stack">
    ${m ? plan(m) : html`<p class="empty">Asking for the models…</p>`} ${g ? result(g) : nothing}
  </div>`;
}
