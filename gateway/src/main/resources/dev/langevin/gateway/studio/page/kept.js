// @ts-check
/** What this browser keeps for the page. One that keeps nothing, or is full, is none the worse. */

/** @typedef {'localStorage' | 'sessionStorage'} Storage */

/**
 * @param {Storage} storage
 * @param {string} key
 * @returns {any} undefined for nothing, and for what can't be read; another version of the page may have written it
 */
export function read(storage, key) {
  try {
    return JSON.parse(window[storage].getItem(key) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {Storage} storage
 * @param {string} key
 * @param {unknown} value
 */
export function write(storage, key, value) {
  try {
    window[storage].setItem(key, JSON.stringify(value));
  } catch {
    // the page works all the same, until it is loaded again
  }
}
