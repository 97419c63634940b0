// @ts-check
/** All generations: to be found again. */

import { html, nothing } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { address, api } from '../server/api.js';
import { modelName, number, ordinal, stateName, when } from '../page/format.js';
import { onReady } from '../server/live.js';
import { changed, learn, notice, state } from '../page/store.js';

/** @typedef {import('../types.js').Generation} Generation */

const PAGE = 48;
const STATES = ['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'];
const TYPING = 250;

const filters = { query: '', state: '', model: '', sampler: '' };

/** Ids that the server listed for these filters, and where the next page begins. */
let found = /** @type {string[]} */ ([]);
let next = '';
let asked = 0;
let loading = false;
let timer = 0;

/** @param {boolean} [more] the next page, not the first */
async function load(more = false) {
  const mine = ++asked;
  loading = true;
  changed();
  try {
    const page = await api.list({
      page_size: String(PAGE),
      ...(more ? { page_token: next } : {}),
      ...(filters.query ? { query: filters.query } : {}),
      ...(filters.state ? { states: 'STATE_' + filters.state } : {}),
      ...(filters.model ? { models: filters.model } : {}),
      ...(filters.sampler ? { samplers: filters.sampler } : {}),
    });
    if (mine === asked) {
      page.generations.forEach(learn);
      const ids = page.generations.map((g) => g.id);
      found = more ? [...found, ...ids] : ids;
      next = page.nextPageToken;
    }
  } catch (e) {
    notice(e instanceof Error ? e.message : String(e), true);
  } finally {
    if (mine === asked) {
      loading = false;
      changed();
    }
  }
}

onReady(() => void load());

/** @param {Partial<typeof filters>} changes */
function filter(changes) {
  Object.assign(filters, changes);
  clearTimeout(timer);
  timer = window.setTimeout(() => void load(), TYPING);
  changed();
}

/**
 * Whether what came by itself belongs here; the server has told of the others.
 * @param {Generation} g
 */
function fits(g) {
  const request = g.request ?? {};
  const text = `${g.id} ${request.prompt} ${request.negativePrompt}`.toLowerCase();
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
    (g) => !known.has(g.id) && fits(g) && (g.createTime ?? '') >= oldest,
  );
  return [...news, ...listed.filter((g) => !filters.state || g.state === 'STATE_' + filters.state)].sort(
    (a, b) => (b.createTime ?? '').localeCompare(a.createTime ?? '') || a.id.localeCompare(b.id),
  );
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
      ${values.map((v) => html`<option value=${v} ?selected=${filters[name] === v}>${v.toLowerCase()}</option>`)}
    </select></label
  >`;
}

/** The page. */
export function gallery() {
  const all = shown();
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
        >${loading ? 'Looking…' : `${number(all.length)}${next ? ' and more' : ''}`}</span
      >
    </search>
    ${all.length
      ? html`<div class="cards">${repeat(all, (g) => g.id, card)}</div>`
      : html`<p class="empty">${loading ? 'Looking…' : 'There is nothing here yet.'}</p>`}
    ${next ? html`<p><button type="button" ?disabled=${loading} @click=${() => load(true)}>More</button></p>` : nothing}
  </section>`;
}
