// @ts-check
/** What stands in place of a page while the server wants a key. */

import { html } from '../lib/lit-html/lit-html.js';
import { api } from '../server/api.js';
import { accepted, use } from '../server/key.js';
import { message } from './format.js';
import { changed, state } from './store.js';

let asking = false;

/** @param {SubmitEvent} e */
async function submit(e) {
  e.preventDefault();
  const field = /** @type {HTMLInputElement} */ (document.getElementById('f-key'));
  if (asking || !field.value.trim()) {
    return;
  }
  asking = true;
  use(field.value);
  try {
    await api.models();
    state.signIn = { wanted: false, problem: '' };
    accepted();
  } catch (e) {
    state.signIn = { wanted: true, problem: message(e) };
  } finally {
    asking = false;
    changed();
  }
}

/** The page that asks for a key. */
export function signIn() {
  const { problem } = state.signIn;
  return html`<section class="panel sign-in">
    <h1>Sign in</h1>
    <p>This server asks for an API key. It is kept until this tab is closed, or you sign out.</p>
    <form @submit=${submit}>
      <label for="f-key">API key</label>
      <input id="f-key" type="password" autocomplete="off" spellcheck="false" aria-describedby="f-key-problem" />
      <p id="f-key-problem" class="problem" role="alert">${problem}</p>
      <button class="primary">Sign in</button>
    </form>
  </section>`;
}
