// @ts-check
/** The grid that is compared: its jobs are asked for a few at a time, and found again after a reload. */

import { api, ApiError, requestId } from '../server/api.js';
import { axisOf } from './axes.js';
import { message, modelName } from '../page/format.js';
import { read, write } from '../page/kept.js';
import { onReady } from '../server/live.js';
import { changed, ended, learn, notice, state } from '../page/store.js';

/**
 * @typedef {import('./axes.js').Side} Side
 * @typedef {import('../types.js').Generation} Generation
 * @typedef {import('../types.js').GenerationRequest} GenerationRequest
 */

/**
 * @typedef {object} Cell
 * @property {string} key the job's name before it has an id, so that asking twice makes one job
 * @property {string} id empty until the server has it
 * @property {string} problem why there is no job; empty if there is none
 */

/**
 * @typedef {object} Grid
 * @property {GenerationRequest} base what all have in common
 * @property {Side} rows
 * @property {Side} columns
 * @property {Cell[]} cells row by row
 * @property {boolean} stopped whether those that were not asked for are not to be
 */

const KEY = 'langevin.grid';

/** Requests at a time. */
const AT_ONCE = 4;

/** Seconds to wait for a server that is not there, or does not say for how long it is full. */
const PAUSE = 2;

/** The most cells: as many as the server tells the progress of. */
export const MOST = 64;

/** Enough previews to see a cell come. */
const PREVIEWS = 8;

/** @type {Grid | undefined} */
let grid = kept();
let pause = '';

/** Ids that were asked for since the last connection. */
const asked = /** @type {Set<string>} */ (new Set());

/** @returns {Grid | undefined} */
function kept() {
  const g = read('sessionStorage', KEY);
  const whole = Array.isArray(g?.rows?.values) && Array.isArray(g.columns?.values) && Array.isArray(g.cells);
  return whole ? g : undefined; // another version of this page may have written it
}

function keep() {
  write('sessionStorage', KEY, grid);
  changed();
}

/** The grid that is shown. */
export function shownGrid() {
  return grid;
}

/** Why cells are not asked for at the moment; empty if they are. */
export function pausedBecause() {
  return pause;
}

/** @param {Side} side @returns {string[]} one value for a side without an axis */
export function values(side) {
  return side.axis ? side.values : [''];
}

/**
 * Begins a grid.
 * @param {GenerationRequest} base
 * @param {Side} rows
 * @param {Side} columns
 */
export function begin(base, rows, columns) {
  const previews = /** @type {const} */ ({ steps: PREVIEWS, method: 'METHOD_LINEAR' });
  const name = requestId();
  grid = {
    base: { ...base, count: 1, previews },
    rows,
    columns,
    cells: values(rows).flatMap((_, r) =>
      values(columns).map((_, c) => ({ key: `${name}-${r}-${c}`, id: '', problem: '' })),
    ),
    stopped: false,
  };
  keep();
  void fill(grid);
}

/**
 * What a cell asks for.
 * @param {Grid} g
 * @param {number} i
 * @returns {GenerationRequest}
 */
export function requestOf(g, i) {
  const width = values(g.columns).length;
  let request = g.base;
  for (const [side, at] of /** @type {[Side, number][]} */ ([
    [g.rows, Math.floor(i / width)],
    [g.columns, i % width],
  ])) {
    const value = values(side)[at];
    const m = state.models.find((o) => o.name === modelName(value));
    request = axisOf(side.axis)?.set(request, value, m) ?? request;
  }
  return request;
}

/** @param {Cell} cell */
export function generationOf(cell) {
  return cell.id ? state.generations.get(cell.id) : undefined;
}

/** @param {Cell} cell */
function waits(cell) {
  return !cell.id && !cell.problem;
}

/** @param {Grid} g whether there is more to come */
export function underWay(g) {
  return g.cells.some((cell) => {
    const generation = generationOf(cell);
    return (waits(cell) && !g.stopped) || (generation && !ended(generation));
  });
}

/** The grid's jobs whose end is not known: to be followed. */
export function gridIds() {
  const cells = grid?.cells ?? [];
  return cells.filter((c) => c.id && !c.problem).map((c) => c.id);
}

/** @param {Grid} g asks for all cells that wait, a few at a time */
async function fill(g) {
  const waiting = g.cells.map((_, i) => i).filter((i) => waits(g.cells[i]));
  const worker = async () => {
    for (let i = waiting.shift(); i !== undefined && going(g); i = waiting.shift()) {
      await ask(g, i);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  pause = '';
  changed();
}

/** @param {Grid} g */
function going(g) {
  return g === grid && !g.stopped;
}

/** @param {Grid} g @param {number} i asks until the server has taken or refused it */
async function ask(g, i) {
  const cell = g.cells[i];
  while (going(g)) {
    try {
      const made = await api.create(requestOf(g, i), cell.key);
      cell.id = made.id;
      pause = '';
      learn(made);
      if (!going(g)) {
        await stop(cell);
      }
      break;
    } catch (e) {
      if (!(e instanceof ApiError) || ![0, 429, 503].includes(e.status)) {
        cell.problem = message(e);
        break;
      }
      const wait = e.pause || PAUSE;
      pause = `Asking again in ${wait} s: ${e.message}`;
      changed();
      await new Promise((resolve) => setTimeout(resolve, 1000 * wait));
    }
  }
  keep();
}

/** @param {Cell} cell */
async function stop(cell) {
  const generation = generationOf(cell);
  if (cell.id && !(generation && ended(generation))) {
    learn(await api.cancel(cell.id));
  }
}

/** Cancels what is under way, and does not ask for the rest. */
export async function cancelAll() {
  if (!grid) {
    return;
  }
  grid.stopped = true;
  keep();
  const results = await Promise.allSettled(grid.cells.map(stop));
  const failed = results.find((r) => r.status === 'rejected');
  if (failed) {
    notice(String(failed.reason?.message ?? failed.reason), true);
  }
}

/** Asks once more for the cells that have no picture. */
export function again() {
  if (!grid) {
    return;
  }
  for (const cell of grid.cells) {
    if (lacks(cell)) {
      Object.assign(cell, { key: requestId(), id: '', problem: '' });
    }
  }
  grid.stopped = false;
  keep();
  void fill(grid);
}

/** @param {Cell} cell whether it ended without a picture, or never began */
export function lacks(cell) {
  const generation = generationOf(cell);
  return generation ? ended(generation) && generation.state !== 'STATE_SUCCEEDED' : !cell.id || !!cell.problem;
}

/** Learns of the cells that the page does not know: it was loaded anew, or they were deleted elsewhere. */
export function find() {
  for (const cell of grid?.cells ?? []) {
    if (cell.id && !cell.problem && !generationOf(cell) && !asked.has(cell.id)) {
      asked.add(cell.id);
      api.get(cell.id).then(learn, (e) => {
        if (e instanceof ApiError && e.status === 404) {
          cell.problem = 'It was deleted.';
          keep();
        }
      });
    }
  }
}

onReady(() => asked.clear());

if (grid && !grid.stopped) {
  void fill(grid);
}
