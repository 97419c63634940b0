// @ts-check
/**
 * Pictures where callers sign in. An image's address can't bring a key, so the page fetches the bytes and shows them as
 * blobs of its own.
 */

import { changed } from '../page/store.js';

/** Pictures that are kept; more than any page shows at a time. */
const KEPT = 400;

/** Pictures that are fetched at a time: browsers have six connections to a server. */
const AT_ONCE = 3;

/** How long after a failure a picture is asked for again. */
const AGAIN = 5_000;

/** What stands for a picture until it is there. */
const NOTHING = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';

/** By path, the one that was asked for longest ago first. @type {Map<string, string>} */
const blobs = new Map();
/** @type {string[]} */
const wanted = [];
let running = 0;

/**
 * The address of a picture's blob; of nothing, until it is there and the page is drawn anew.
 * @param {string} path
 * @param {(path: string) => Promise<Blob>} fetched
 */
export function blobOf(path, fetched) {
  const known = blobs.get(path);
  blobs.delete(path);
  blobs.set(path, known ?? NOTHING);
  if (known === undefined) {
    wanted.push(path);
    void next(fetched);
    makeRoom();
  }
  return known ?? NOTHING;
}

/** @param {(path: string) => Promise<Blob>} fetched */
async function next(fetched) {
  const path = running < AT_ONCE ? wanted.shift() : undefined;
  if (path === undefined) {
    return;
  }
  running++;
  try {
    const url = URL.createObjectURL(await fetched(path));
    if (blobs.has(path)) {
      blobs.set(path, url);
      changed();
    } else {
      URL.revokeObjectURL(url); // nobody has asked for it for long
    }
  } catch {
    setTimeout(() => {
      blobs.delete(path);
      changed();
    }, AGAIN);
  } finally {
    running--;
    void next(fetched);
  }
}

function makeRoom() {
  for (const [path, url] of blobs) {
    if (blobs.size <= KEPT) {
      break;
    }
    blobs.delete(path);
    if (url !== NOTHING) {
      URL.revokeObjectURL(url);
    }
  }
}
