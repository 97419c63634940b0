// @ts-check
/** One generation with all that is known of it. */

import { html, nothing, svg } from '../lib/lit-html/lit-html.js';
import { address, api } from '../server/api.js';
import { adopt, dice } from '../create/draft.js';
import { message, seconds, time, when } from '../page/format.js';
import { onReady } from '../server/live.js';
import { SNIPPETS } from './snippets.js';
import { cancel, remove, stage } from '../create/stage.js';
import { changed, ended, learn, notice, state } from '../page/store.js';

/** @typedef {import('../types.js').Generation} Generation */

/** Ids that were asked for, and what the server said if it could not help. */
const asked = /** @type {Map<string, string>} */ (new Map());
let snippet = SNIPPETS[0];

/** @param {string} id */
async function ask(id) {
  asked.set(id, '');
  try {
    learn(await api.get(id));
    asked.delete(id);
  } catch (e) {
    asked.set(id, message(e));
    changed();
  }
}

onReady(() => asked.clear());

/** @param {Generation} g @param {number} [seed] */
function again(g, seed) {
  adopt(g.request ?? {}, seed);
  location.hash = '#/create';
}

/** Where the time went, as bars of one length of time. */
function timeline(/** @type {Generation} */ g) {
  const t = g.timing;
  const stages = [
    { name: 'waiting', value: seconds(t?.queued), where: 'Kafka' },
    { name: 'encoding the prompt', value: seconds(t?.encode), where: 'text-encoder-svc' },
    { name: 'denoising', value: seconds(t?.denoise), where: 'denoiser-svc' },
    { name: 'decoding and storing', value: seconds(t?.decode), where: 'decoder-svc' },
  ].filter((s) => Number.isFinite(s.value));
  const sum = stages.reduce((a, s) => a + s.value, 0);
  if (!(sum > 0)) {
    return nothing;
  }
  let from = 0;
  return html`<h3>Timeline</h3>
    <svg class="timeline" viewBox="0 0 100 ${10 * stages.length}" preserveAspectRatio="none" aria-hidden="true">
      ${stages.map((s, i) => {
        const x = (100 * from) / sum;
        from += s.value;
        return bar(i, x, Math.max(0.4, (100 * s.value) / sum));
      })}
    </svg>
    <table>
      <tbody>
        ${stages.map(
          (s, i) =>
            html`<tr>
              <td><span class="swatch c${i}"></span> ${s.name}</td>
              <td>${time(s.value)}</td>
              <td class="faint">${s.where}</td>
            </tr>`,
        )}
        <tr>
          <td class="faint">of it, the network's own time</td>
          <td>${time(seconds(t?.network))}</td>
          <td></td>
        </tr>
      </tbody>
    </table>`;
}

/** @param {number} i @param {number} x @param {number} width */
function bar(i, x, width) {
  return svg`<rect class="c${i}" x=${x} y=${10 * i + 1} width=${width} height="8" rx="1"></rect>`;
}

/** @param {Generation} g */
function parameters(g) {
  const rows = flat('', g.request ?? {});
  return html`<h3>Parameters</h3>
    <table class="parameters">
      <tbody>
        ${rows.map(
          ([name, value]) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td dir="auto">${value}</td>
            </tr>`,
        )}
        <tr>
          <th scope="row">id</th>
          <td>${g.id}</td>
        </tr>
        <tr>
          <th scope="row">created</th>
          <td>${when(g.createTime)}</td>
        </tr>
        <tr>
          <th scope="row">ended</th>
          <td>${when(g.endTime)}</td>
        </tr>
        <tr>
          <th scope="row">attempt</th>
          <td>${g.attempt}${g.failedAttempts ? `, ${g.failedAttempts} broke off` : ''}</td>
        </tr>
        ${g.origin
          ? html`<tr>
              <th scope="row">tries anew</th>
              <td><a href="#/generation/${g.origin}">${g.origin}</a></td>
            </tr>`
          : nothing}
        ${g.numericsId
          ? html`<tr>
              <th scope="row">numerics</th>
              <td>${g.numericsId}</td>
            </tr>`
          : nothing}
      </tbody>
    </table>`;
}

/**
 * @param {string} prefix
 * @param {object} value
 * @returns {[string, string][]}
 */
function flat(prefix, value) {
  return Object.entries(value).flatMap(([name, v]) => {
    const path = prefix + name;
    if (v === '' || v === undefined || (typeof v === 'string' && v.endsWith('_UNSPECIFIED'))) {
      return [];
    }
    if (Array.isArray(v)) {
      return v.length ? [/** @type {[string, string]} */ ([path, JSON.stringify(v)])] : [];
    }
    if (typeof v === 'object' && v !== null) {
      return flat(path + '.', v);
    }
    return [/** @type {[string, string]} */ ([path, String(v)])];
  });
}

/** @param {Generation} g */
function copying(g) {
  const text = snippet.of(g.request ?? {});
  return html`<h3>The same from elsewhere</h3>
    <div class="chips" role="group" aria-label="Which client">
      ${SNIPPETS.map(
        (s) =>
          html`<button
            type="button"
            class="chip"
            aria-pressed=${s === snippet}
            @click=${() => {
              snippet = s;
              changed();
            }}
          >
            ${s.name}
          </button>`,
      )}
    </div>
    <pre class="snippet" tabindex="0"><code>${text}</code></pre>
    <button
      type="button"
      @click=${() =>
        navigator.clipboard.writeText(text).then(
          () => notice('Copied.'),
          () => notice('This browser does not let the page copy; select the text instead.', true),
        )}
    >
      Copy
    </button>`;
}

/** @param {Generation} g */
function actions(g) {
  const over = ended(g);
  return html`<div class="chips actions">
    <button type="button" class="primary" @click=${() => again(g)}>Same again</button>
    <button type="button" @click=${() => again(g, dice())}>Another seed</button>
    ${(g.artifacts ?? []).map(
      (a) =>
        html`<a class="button" href=${address(a)} download="langevin-${g.id}-${a.index}.png"
          >Download${(g.artifacts?.length ?? 0) > 1 ? ` ${a.index + 1}` : ''}</a
        >`,
    )}
    ${g.filmStrip?.artifact
      ? html`<a class="button" href=${address(g.filmStrip.artifact)} download="langevin-${g.id}-film.png"
          >Film strip</a
        >`
      : nothing}
    ${g.artifacts?.length ? html`<a class="button" href="#/noise/${g.id}">Add noise to it</a>` : nothing}
    ${over
      ? html`<button type="button" @click=${() => remove(g)}>Delete</button>`
      : html`<button type="button" @click=${() => cancel(g)}>Cancel</button>`}
  </div>`;
}

/**
 * The page.
 * @param {string} id
 */
export function generation(id) {
  const g = state.generations.get(id);
  if (state.gone.has(id)) {
    return html`<p class="empty">It was deleted.</p>`;
  }
  if (!g || !g.request) {
    if (!asked.has(id)) {
      void ask(id);
    }
    return html`<p class="empty">${asked.get(id) || 'Asking for it…'}</p>`;
  }
  return html`<h1 class="hidden">Generation</h1>
    <div class="split wide">
      <section class="panel" aria-label="The picture">${stage(g)} ${actions(g)}</section>
      <section class="panel" aria-label="Details">${timeline(g)} ${parameters(g)} ${copying(g)}</section>
    </div>`;
}
