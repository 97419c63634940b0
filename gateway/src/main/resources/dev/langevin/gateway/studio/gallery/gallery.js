// @ts-check
/** All generations: to be found again. */

import { html, nothing } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { address, api } from '../server/api.js';
import { count, message, modelName, ordinal, stateName, when } from '../page/format.js';
import { onReady } from '../server/live.js';
import { changed, drop, learn, notice, state } from '../page/store.js';

/** @typedef {import('../types.js').Generation} Generation */

const PAGE = 48;
const STATES = ['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'FILTERED'];
const TYPING = 250;

/** How long after a list that failed another one is asked for. */
const AGAIN = 2_000;

/** Those that run and show themselves as they do. */
const RUNNING = 24;

const filters = { query: '', state: '', model: '', sampler: '' };

/** Ids that the server listed for these filters, and where the next page begins. */
let found = /** @type {string[]} */ ([]);
let next = '';
let asked = 0;
let loading = false;
let timer = 0;

/** Whether something was missed since it was loaded. */
let stale = true;

/** @param {string} [token] of a further page; the first one without */
async function list(token) {
  return api.list({
    page_size: String(PAGE),
    ...(token ? { page_token: token } : {}),
    ...(filters.query ? { query: filters.query } : {}),
    ...(filters.state ? { states: 'STATE_' + filters.state } : {}),
    ...(filters.model ? { models: filters.model } : {}),
    ...(filters.sampler ? { samplers: filters.sampler } : {}),
  });
}

/**
 * @param {boolean} more the next page, not the first
 * @param {boolean} [quiet] whether it is only to see what was missed
 */
async function load(more, quiet = false) {
  const mine = ++asked;
  stale = false;
  loading = !quiet;
  changed();
  try {
    const page = await list(more ? next : '');
    if (mine !== asked) {
      return;
    }
    const ids = page.generations.map((g) => g.id);
    if (!more) {
      forgetMissing(page);
    }
    page.generations.forEach(learn);
    const known = new Set(ids);
    if (more) {
      found = [...found, ...ids];
      next = page.nextPageToken;
    } else if (quiet && found.some((id) => known.has(id))) {
      found = [...ids, ...found.filter((id) => !known.has(id))]; // what was loaded beyond stays
    } else {
      found = ids;
      next = page.nextPageToken;
    }
  } catch (e) {
    notice(message(e), true);
    setTimeout(missed, AGAIN);
  } finally {
    if (mine === asked) {
      loading = false;
      changed();
    }
  }
}

/**
 * What was deleted while nobody told this page: it would be on the first page of all, and is not.
 * @param {{generations: Generation[], nextPageToken: string}} page
 */
function forgetMissing(page) {
  if (Object.values(filters).some((f) => f)) {
    return;
  }
  const listed = new Set(page.generations.map((g) => g.id));
  const oldest = page.nextPageToken ? (page.generations.at(-1)?.createTime ?? '') : '';
  const newest = page.generations[0]?.createTime ?? '';
  for (const g of [...state.generations.values()]) {
    const created = g.createTime ?? '';
    if (!listed.has(g.id) && created > oldest && created < newest) {
      drop(g.id);
    }
  }
}

function missed() {
  stale = true;
  changed();
}

onReady(missed);

/** @param {Partial<typeof filters>} changes */
function filter(changes) {
  Object.assign(filters, changes);
  clearTimeout(timer);
  timer = window.setTimeout(() => void load(false), TYPING);
  changed();
}

/**
 * Whether what came by itself belongs here; the server has told of the others.
 * @param {Generation} g
 */
function fits(g) {
  const request = g.request ?? {};
  const labels = Object.entries(request.labels ?? {}).flat();
  const texts = [g.id, g.requestId, request.prompt, request.negativePrompt, ...labels];
  const text = texts.filter(Boolean).join(' ').toLowerCase();
  return (
    (!filters.state || g.state === 'STATE_' + filters.state) &&
    (!filters.model || modelName(request.model ?? '') === filters.model) &&
    (!filters.sampler || request.sampler === filters.sampler) &&
    filters.query
      .toLowerCase()
      .split(/\s+/)
      .every((word) => text.includes(word))
  );
}

/** What is shown: the pages that were loaded, and what has come since they were. */
function shown() {
  const listed = found.map((id) => state.generations.get(id)).filter((g) => g !== undefined);
  const oldest = next ? (listed.at(-1)?.createTime ?? '') : '';
  const known = new Set(found);
  const news = [...state.generations.values()].filter(
    (g) => !known.has(g.id) && (g.createTime ?? '') >= oldest && fits(g),
  );
  return [...news, ...listed.filter((g) => !filters.state || g.state === 'STATE_' + filters.state)]
    .sort((a, b) => order(b.createTime ?? '', a.createTime ?? '') || order(a.id, b.id))
    .slice(0, Math.max(PAGE, found.length) + PAGE);
}

/** @param {string} a @param {string} b */
function order(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What was drawn last. */
let drawn = /** @type {Generation[]} */ ([]);

/** Those that run, of what was drawn. */
export function runningIds() {
  return drawn
    .filter((g) => g.state === 'STATE_RUNNING')
    .slice(0, RUNNING)
    .map((g) => g.id);
}

/** @param {Generation} g */
function thumbnail(g) {
  const frame = state.frames.get(g.id)?.at(-1);
  if (g.artifacts?.length) {
    return html`<img loading="lazy" src=${address(g.artifacts[0])} alt="" />`;
  }
  return frame ? html`<img src=${frame.estimate} alt="" />` : html`<div class="frame noise"></div>`;
}

/** @param {Generation} g */
function card(g) {
  const progress = state.progress.get(g.id);
  const running = g.state === 'STATE_RUNNING';
  return html`<a class="card" href="#/generation/${g.id}" data-id=${g.id}>
    ${thumbnail(g)}
    <span class="title" dir="auto">${g.request?.prompt}</span>
    <span class="faint">
      <span class="state ${stateName(g.state)}">${stateName(g.state)}</span>
      ${running && progress ? `${progress.step} of ${progress.steps}` : nothing}
      ${g.queuePlace ? ordinal(g.queuePlace) : nothing}
      ${(g.artifacts?.length ?? 0) > 1 ? `${g.artifacts?.length} pictures` : nothing} ${when(g.createTime)}
    </span>
    ${running && progress?.steps
      ? html`<progress max=${progress.steps} .value=${progress.step} aria-label="Steps"></progress>`
      : nothing}
  </a>`;
}

/**
 * @param {string} label
 * @param {keyof typeof filters} name
 * @param {string[]} values
 */
function choice(label, name, values) {
  return html`<label
    >${label}
    <select
      @change=${(/** @type {Event} */ e) => filter({ [name]: /** @type {HTMLSelectElement} */ (e.target).value })}
    >
      <option value="" ?selected=${!filters[name]}>any</option>
      ${values.map(
        (v) =>
          html`<option value=${v} ?selected=${filters[name] === v}>${name === 'state' ? v.toLowerCase() : v}</option>`,
      )}
    </select></label
  >`;
}

/** The page. */
export function gallery() {
  if (stale && state.connection.live) {
    void load(false, found.length > 0);
  }
  const all = (drawn = shown());
  const samplers = [...new Set(state.models.flatMap((m) => m.samplers.map((s) => s.name)))];
  return html`<section aria-labelledby="gallery-title">
    <h1 id="gallery-title" class="hidden">Gallery</h1>
    <search class="filters">
      <label
        >Search
        <input
          type="search"
          maxlength="200"
          dir="auto"
          .value=${filters.query}
          @input=${(/** @type {Event} */ e) => filter({ query: /** @type {HTMLInputElement} */ (e.target).value })}
      /></label>
      ${choice('State', 'state', STATES)}
      ${choice(
        'Model',
        'model',
        state.models.map((m) => m.name),
      )}
      ${choice('Sampler', 'sampler', samplers)}
      <span class="faint" role="status"
        >${loading ? 'Looking…' : `${count(all.length)}${next ? ' and more' : ''}`}</span
      >
    </search>
    ${all.length
      ? html`<div class="cards">${repeat(all, (g) => g.id, card)}</div>`
      : html`<p class="empty">${loading ? 'Looking…' : 'There is nothing here yet.'}</p>`}
    ${next ? html`<p><button type="button" ?disabled=${loading} @click=${() => load(true)}>More</button></p>` : nothing}
  </section>`;
}
