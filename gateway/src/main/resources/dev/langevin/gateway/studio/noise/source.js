// @ts-check
/** Which picture is noised: one that was made here, or a file. */

import { html, nothing } from '../lib/lit-html/lit-html.js';
import { address, api } from '../server/api.js';
import { message } from '../page/format.js';
import { adjust, noising } from './noising.js';
import { changed, learn, notice, state } from '../page/store.js';

/** @typedef {import('../types.js').Generation} Generation */

const MEBIBYTE = 2 ** 20;

/** What the server takes. */
const LARGEST_FILE = 12 * MEBIBYTE;

/** The first bytes of the files that it takes. */
const KINDS = [
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], // PNG
  [0xff, 0xd8, 0xff], // JPEG
];

/** Pictures to choose from. */
const LATEST = 24;

/** What the address named last, so that it is opened once. */
let opened = '';
let listed = false;

/** Ids that were asked for, and what the server said if it could not help. */
const asked = /** @type {Map<string, string>} */ (new Map());

/**
 * Opens what the address names: a generation's id and perhaps the index of its picture.
 * @param {string} rest of the address
 */
export function open(rest) {
  const [id, index = '0'] = rest.split('/');
  if (!listed) {
    listed = true;
    void list();
  }
  if (!id || rest === opened) {
    return;
  }
  const generation = state.generations.get(id);
  const artifact = generation?.artifacts?.[Number(index)];
  if (artifact) {
    opened = rest;
    const picture = { source: address(artifact), title: generation?.request?.prompt ?? '', artifact: artifact.name };
    queueMicrotask(() => take(picture));
  } else if (!asked.has(id)) {
    void ask(id);
  }
}

/** @param {import('./noising.js').Picture} picture in place of the one before, whose file is let go */
function take(picture) {
  if (noising.picture?.image) {
    URL.revokeObjectURL(noising.picture.source);
  }
  adjust({ picture, problem: '' });
}

async function list() {
  try {
    const page = await api.list({ page_size: String(LATEST), states: 'STATE_SUCCEEDED' });
    page.generations.forEach(learn);
  } catch (e) {
    listed = false;
    notice(message(e), true);
  }
}

/** @param {string} id */
async function ask(id) {
  asked.set(id, '');
  try {
    const generation = await api.get(id);
    learn(generation);
    asked.set(id, generation.artifacts?.length ? '' : 'It has no picture yet.');
  } catch (e) {
    asked.set(id, message(e));
  }
  changed();
}

/** @param {string} rest of the address @returns {string} why that is not there */
export function missing(rest) {
  return rest && rest !== opened ? asked.get(rest.split('/')[0]) || 'Asking for it…' : '';
}

/** @param {File | null | undefined} file that was chosen, dropped or pasted */
async function upload(file) {
  if (!file) {
    return;
  }
  const start = new Uint8Array(await file.slice(0, 8).arrayBuffer());
  if (!KINDS.some((kind) => kind.every((byte, i) => start[i] === byte))) {
    notice(`${file.name} is neither a PNG nor a JPEG file.`, true);
  } else if (file.size > LARGEST_FILE) {
    notice(`${file.name} has ${(file.size / MEBIBYTE).toFixed(1)} MiB; 12 MiB are taken at most.`, true);
  } else {
    const image = await base64(file);
    history.replaceState(null, '', '#/noise');
    opened = '';
    take({ source: URL.createObjectURL(file), title: file.name, image });
  }
}

/** @param {File} file @returns {Promise<string>} */
function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

/** @param {File | null | undefined} file */
function offer(file) {
  upload(file).catch((e) => notice(`The file can't be read: ${message(e)}`, true));
}

document.addEventListener('paste', (e) => {
  const file = e.clipboardData?.files[0];
  if (file && location.hash.startsWith('#/noise')) {
    e.preventDefault();
    offer(file);
  }
});

/** @param {Generation} g */
function thumbnails(g) {
  return (g.artifacts ?? []).map(
    (artifact) =>
      html`<a
        href="#/noise/${g.id}/${artifact.index}"
        title=${g.request?.prompt ?? ''}
        aria-current=${artifact.name === noising.picture?.artifact ? 'true' : nothing}
        ><img loading="lazy" src=${address(artifact)} alt=${g.request?.prompt ?? ''}
      /></a>`,
  );
}

/** The choice. */
export function source() {
  const made = [...state.generations.values()]
    .filter((g) => g.artifacts?.length)
    .sort((a, b) => (b.createTime ?? '').localeCompare(a.createTime ?? ''))
    .slice(0, LATEST);
  return html`<section
    class="panel"
    aria-label="Which picture"
    @dragover=${(/** @type {DragEvent} */ e) => e.preventDefault()}
    @drop=${(/** @type {DragEvent} */ e) => {
      e.preventDefault();
      offer(e.dataTransfer?.files[0]);
    }}
  >
    <div class="headed">
      <h2>A picture</h2>
      <label class="button"
        >Choose a file
        <input
          class="hidden"
          type="file"
          accept="image/png,image/jpeg"
          @change=${(/** @type {Event} */ e) => {
            const input = /** @type {HTMLInputElement} */ (e.target);
            offer(input.files?.[0]);
            input.value = '';
          }}
      /></label>
      <span class="faint">PNG or JPEG, at most 12 MiB; or drop or paste it here</span>
    </div>
    ${made.length
      ? html`<div class="strip">${made.map(thumbnails)}</div>`
      : html`<p class="faint">Nothing was made here yet.</p>`}
  </section>`;
}
