// @ts-check
/** How the system is: who serves, what waits, how fast it goes. */

import { html, nothing } from '../lib/lit-html/lit-html.js';
import '../page/plot.js';
import { api } from '../server/api.js';
import { count, message, number, seconds, time } from '../page/format.js';
import { changed } from '../page/store.js';

/**
 * @typedef {import('../types.js').SystemStatus} SystemStatus
 * @typedef {import('../types.js').SystemSample} Sample
 */

const PERIOD = 1_000;

/** How far back the charts go, in seconds. */
const SPAN = 300;

/** Rates are means over so many samples, so that single jobs don't make them jump. */
const WINDOW = 5;

const KINDS = [
  ['KIND_GATEWAY', 'Gateway'],
  ['KIND_ORCHESTRATOR', 'Orchestrator'],
  ['KIND_TEXT_ENCODER', 'Text encoder'],
  ['KIND_DENOISER', 'Denoiser'],
  ['KIND_DECODER', 'Decoder'],
];

/** @type {SystemStatus | undefined} */
let status;
/** @type {Sample[]} */
let history = [];
let problem = '';
let looking = false;

/** Asks again and again, while somebody looks. */
async function look() {
  if (looking) {
    return;
  }
  looking = true;
  while (location.hash.startsWith('#/system')) {
    if (!document.hidden) {
      await ask();
    }
    await new Promise((resolve) => setTimeout(resolve, PERIOD));
  }
  looking = false;
}

async function ask() {
  try {
    status = await api.system(history.at(-1)?.time ?? '');
    const now = Date.parse(status.time ?? '');
    history = [...history, ...(status.history ?? [])].filter((s) => now - Date.parse(s.time ?? '') <= 1000 * SPAN);
    problem = '';
  } catch (e) {
    problem = message(e);
  }
  changed();
}

/** @typedef {(sample: Sample) => number} Reading */

/**
 * How a total grew per second, or in relation to another one.
 * @param {Reading} total
 * @param {Reading} [per]
 */
function rates(total, per = (s) => Date.parse(s.time ?? '') / 1000) {
  const points = [];
  for (let i = WINDOW; i < history.length; i++) {
    const [from, to] = [history[i - WINDOW], history[i]];
    const span = per(to) - per(from);
    const grown = total(to) - total(from);
    points.push({ x: age(to), y: span > 0 ? Math.max(0, grown / span) : 0 });
  }
  return points;
}

/** @param {Reading} reading */
function values(reading) {
  return history.map((s) => ({ x: age(s), y: reading(s) }));
}

/** @param {Sample} sample */
function age(sample) {
  return (Date.parse(sample.time ?? '') - Date.parse(status?.time ?? '')) / 1000;
}

/**
 * @param {keyof import('../types.js').SystemTotals} name
 * @returns {Reading}
 */
function counter(name) {
  return (sample) => {
    const value = sample.totals?.[name];
    return name === 'busy' ? seconds(value) || 0 : Number(value ?? 0);
  };
}

/** @param {number} value jobs and rows to the last one, rates as far as they tell something */
function amount(value) {
  return Number.isInteger(value) ? count(value) : number(Math.round(100 * value) / 100);
}

/**
 * @param {string} title
 * @param {string} unit of what it says now
 * @param {import('../page/plot.js').Curve[]} curves
 */
function chart(title, unit, curves) {
  const now = curves[0].points.at(-1)?.y ?? Number.NaN;
  return html`<figure class="panel small">
    <figcaption><span>${title}</span> <b>${amount(now)}</b> <span class="faint">${unit}</span></figcaption>
    <x-plot
      .plot=${{
        label: `${title}, the last 5 minutes; now ${amount(now)} ${unit}`,
        curves,
        from: 0,
        tick: (/** @type {number} */ x) => (x ? `−${time(-x)}` : 'now'),
      }}
    ></x-plot>
  </figure>`;
}

function charts() {
  return html`<div class="charts">
    ${chart('Evaluations', 'a second', [{ label: 'evaluations', points: rates(counter('evaluations')), filled: true }])}
    ${chart('Rows per batch', 'rows', [
      { label: 'rows per batch', points: rates(counter('rows'), counter('batches')), colour: 2 },
    ])}
    ${chart('Jobs', 'waiting', [
      { label: 'waiting', points: values((s) => s.waiting ?? 0), colour: 1, filled: true },
      { label: 'running', points: values((s) => s.running ?? 0), colour: 0 },
    ])}
    ${chart('Ends', 'succeeded a second', [
      { label: 'succeeded', points: rates(counter('succeeded')), colour: 2 },
      { label: 'failed', points: rates(counter('failed')), colour: 1 },
      { label: 'cancelled', points: rates(counter('cancelled')), colour: 3 },
      { label: 'filtered', points: rates(counter('filtered')), colour: 4 },
    ])}
    ${chart('Denoisers at work', 'busy on average', [
      { label: 'busy', points: rates(counter('busy')), colour: 4, filled: true },
    ])}
    ${chart('Rows that wait at denoisers', 'rows', [
      { label: 'waiting rows', points: values((s) => s.waitingRows ?? 0), colour: 5, filled: true },
    ])}
  </div>`;
}

/** @param {import('../types.js').Replica} r */
function load(r) {
  if (r.load) {
    const mean = Number(r.load.rows) / Math.max(1, Number(r.load.batches));
    return `${count(Number(r.load.evaluations))} evaluations, ${number(mean)} rows per batch of at most ${r.load.batchCap}`;
  }
  return r.interactiveSlots || r.batchSlots
    ? `${r.interactiveSlots} interactive slots, ${r.batchSlots} for batches`
    : '';
}

/** @param {SystemStatus} s */
function replicas(s) {
  return html`<section class="panel">
    <h2>Services</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">service</th>
            <th scope="col">where</th>
            <th scope="col">state</th>
            <th scope="col">load</th>
          </tr>
        </thead>
        <tbody>
          ${KINDS.flatMap(([kind, name]) =>
            (s.replicas ?? [])
              .filter((r) => r.kind === kind)
              .map(
                (r) =>
                  html`<tr>
                    <td>${name}</td>
                    <td>${r.name}</td>
                    <td class=${r.state === 'STATE_UP' ? 'good' : 'bad'} title=${r.problem ?? ''}>
                      ${r.state === 'STATE_UP' ? 'up' : r.state === 'STATE_AWAY' ? 'away' : 'not asked yet'}
                    </td>
                    <td>${load(r)}</td>
                  </tr>`,
              ),
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** @param {SystemStatus} s */
function queues(s) {
  return html`<section class="panel">
    <h2>Queues</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">pool</th>
            <th scope="col">class</th>
            <th scope="col">waiting</th>
            <th scope="col">running</th>
            <th scope="col">longest wait</th>
          </tr>
        </thead>
        <tbody>
          ${(s.queues ?? []).map(
            (q) =>
              html`<tr>
                <td>${q.pool}</td>
                <td>${(q.priority ?? '').replace('PRIORITY_', '').toLowerCase()}</td>
                <td>${count(q.waiting ?? 0)}</td>
                <td>${count(q.running ?? 0)}</td>
                <td>${q.waiting ? time(seconds(q.oldestWait)) : '–'}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** The page. */
export function system() {
  void look();
  return html`<h1 class="hidden">System</h1>
    ${problem ? html`<p class="bad" role="alert">${problem}</p>` : nothing}
    ${(status?.problems ?? []).map((p) => html`<p class="warning">${p}</p>`)}
    ${status
      ? html`${charts()}
          <div class="split half">${replicas(status)} ${queues(status)}</div>
          <p class="faint">Langevin ${status.version}</p>`
      : html`<p class="empty">${problem ? '' : 'Asking…'}</p>`}`;
}
