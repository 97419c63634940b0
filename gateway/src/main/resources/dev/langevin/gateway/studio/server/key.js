// @ts-check
/**
 * The key that the server wants, if it wants one. It is kept for as long as this tab is there, stands in a header of each
 * request, and never in an address, which others may see.
 */

import { read, write } from '../page/kept.js';

const KEPT = 'langevin.key';

let key = String(read('sessionStorage', KEPT) ?? '');
/** @type {Set<() => void>} */
const waiting = new Set();

/** Whether there is a key. */
export function signedIn() {
  return key !== '';
}

/**
 * What signs a request in.
 * @returns {Record<string, string>}
 */
export function signature() {
  return key ? { Authorization: `Bearer ${key}` } : {};
}

/** @param {string} text the key; whether it is a good one is seen when something is asked for */
export function use(text) {
  key = text.trim();
  write('sessionStorage', KEPT, key);
}

/** Those who wait for a good key may go on. */
export function accepted() {
  for (const go of waiting) {
    go();
  }
  waiting.clear();
}

/** @returns {Promise<void>} when somebody has signed in */
export function aKey() {
  return new Promise((resolve) => waiting.add(resolve));
}

/** Forgets the key, and all that the page knows by it. */
export function signOut() {
  key = '';
  write('sessionStorage', KEPT, '');
  location.reload();
}
