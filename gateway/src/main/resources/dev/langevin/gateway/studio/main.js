// @ts-check
/** The page: what stands where, and what happens first. */

import { html, nothing, render } from './lib/lit-html/lit-html.js';
import { repeat } from './lib/lit-html/directives/repeat.js';
import { compare } from './compare/compare.js';
import { create, shownId } from './create/create.js';
import { gallery, runningIds } from './gallery/gallery.js';
import { generation } from './gallery/generation.js';
import { gridIds } from './compare/grid.js';
import { signedIn, signOut } from './server/key.js';
import { follow, learnModels, listen } from './server/live.js';
import { noise } from './noise/noise.js';
import { changed, dismiss, ended, onChange, state } from './page/store.js';
import { signIn } from './page/sign-in.js';
import { system } from './system/system.js';

/** @type {{name: string, title: string, page: (rest: string) => unknown}[]} */
const PAGES = [
  { name: 'create', title: 'Create', page: create },
  { name: 'noise', title: 'Noising', page: noise },
  { name: 'compare', title: 'Compare', page: compare },
  { name: 'gallery', title: 'Gallery', page: gallery },
  { name: 'system', title: 'System', page: system },
];

/** What the address says: a page's name and the rest. */
function route() {
  const [, name = '', rest = ''] = /^#\/([a-z]*)(?:\/(.*))?$/.exec(location.hash) ?? [];
  return { name: name || 'create', rest: decoded(rest) };
}

/** @param {string} text as it stands, where somebody has written it by hand */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @param {string} name */
function bar(name) {
  const { live, problem } = state.connection;
  return html`<a class="brand" href="#/create"><img src="/studio/icon.svg" alt="" /> Langevin</a>
    <nav aria-label="Pages">
      ${PAGES.map((p) => html`<a href="#/${p.name}" aria-current=${p.name === name ? 'page' : nothing}>${p.title}</a>`)}
    </nav>
    <span class="connection ${live ? 'live' : ''}" role="status" title=${problem}
      >${live ? 'live' : state.signIn.wanted ? 'signed out' : problem ? `reconnecting: ${problem}` : 'connecting'}</span
    >
    ${signedIn() && !state.signIn.wanted
      ? html`<button type="button" class="sign-out" @click=${signOut}>Sign out</button>`
      : nothing}`;
}

function notices() {
  return repeat(
    state.notices,
    (n) => n.key,
    (n) =>
      html`<div class="notice ${n.bad ? 'bad' : ''}">
        <span dir="auto">${n.text}</span>
        <button type="button" aria-label="Dismiss" @click=${() => dismiss(n.key)}>×</button>
      </div>`,
  );
}

/** @param {string} id */
function element(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** Says whose progress is shown: the job that is open, the one beside the form, the grid's; in the gallery those that run. */
function watch() {
  const { name, rest } = route();
  const lives = (/** @type {string} */ id) => {
    const known = state.generations.get(id);
    return id && !state.gone.has(id) && (!known || !ended(known));
  };
  const first = [name === 'generation' ? rest : '', shownId(), ...gridIds()];
  follow(first.filter(lives), name === 'gallery' ? runningIds() : []);
}

function draw() {
  const { name, rest } = route();
  const page = name === 'generation' ? generation : (PAGES.find((p) => p.name === name)?.page ?? create);
  document.title = `${PAGES.find((p) => p.name === name)?.title ?? 'Generation'} · Langevin studio`;
  render(bar(name), element('bar'));
  render(state.signIn.wanted ? signIn() : page(rest), element('main'));
  render(notices(), element('notices'));
  watch();
}

/** How far each page was scrolled when it was left. */
const scrolled = /** @type {Map<string, number>} */ (new Map());
let here = route().name;

onChange(draw);
document.addEventListener('scroll', () => scrolled.set(here, window.scrollY), { passive: true });
window.addEventListener('hashchange', () => {
  const { name } = route();
  const another = name !== here;
  here = name;
  draw();
  if (another) {
    window.scrollTo(0, name === 'generation' ? 0 : (scrolled.get(name) ?? 0));
    element('main').focus({ preventScroll: true });
  }
});
document.querySelector('.skip')?.addEventListener('click', (e) => {
  e.preventDefault(); // its address would be a page's
  element('main').focus();
});
changed();
void learnModels();
void listen();
