// @ts-check
/** The gateway's JSON, and what it says when it refuses. */

import { changed, state } from '../page/store.js';
import { signature, signedIn } from './key.js';
import { blobOf } from './pictures.js';
import { lines } from './stream.js';

const UNAUTHENTICATED = 401;

/**
 * @typedef {import('../types.js').Generation} Generation
 * @typedef {import('../types.js').GenerationRequest} GenerationRequest
 */

/** What the gateway refused, in its words. */
export class ApiError extends Error {
  /**
   * @param {number} status of HTTP; 0 if there was no answer
   * @param {string} message for the person
   * @param {string} reason stable, in capitals
   * @param {{field: string, description: string}[]} fields those that are wrong
   * @param {number} [pause] seconds after which it is worth asking again; 0 if the server did not say
   */
  constructor(status, message, reason, fields, pause = 0) {
    super(message);
    this.status = status;
    this.reason = reason;
    this.fields = fields;
    this.pause = pause;
  }
}

/**
 * Sends a request; an answer that is no success is thrown.
 * @param {string} method
 * @param {string} path
 * @param {{body?: unknown, headers?: Record<string, string>, signal?: AbortSignal}} [options]
 * @returns {Promise<Response>}
 */
export async function send(method, path, { body, headers = {}, signal } = {}) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...signature(), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
    });
  } catch (e) {
    if (e instanceof DOMException && e.name === 'AbortError') {
      throw e;
    }
    throw new ApiError(0, 'The server does not answer.', 'NO_ANSWER', []);
  }
  if (!response.ok) {
    const refused = await refusal(response);
    if (refused.status === UNAUTHENTICATED) {
      state.signIn = { wanted: true, problem: signedIn() ? refused.message : '' };
      changed();
    }
    throw refused;
  }
  return response;
}

/** @param {Response} response */
async function refusal(response) {
  const status = await response.json().catch(() => ({}));
  /** @type {{reason?: string, fieldViolations?: {field: string, description: string}[]}[]} */
  const details = status.details ?? [];
  return new ApiError(
    response.status,
    status.message ?? status.error?.message ?? `The server answered ${response.status}.`,
    details.find((d) => d.reason)?.reason ?? '',
    details.flatMap((d) => d.fieldViolations ?? []),
    Number(response.headers.get('Retry-After')) || 0,
  );
}

/**
 * @param {string} method
 * @param {string} path
 * @param {Parameters<typeof send>[2]} [options]
 * @returns {Promise<any>}
 */
async function json(method, path, options) {
  return (await send(method, path, options)).json();
}

/** A name for a job, so that a request that is sent twice makes one job. */
export function requestId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
}

export const api = {
  /** @returns {Promise<import('../types.js').Model[]>} */
  models: async () => (await json('GET', '/v1/models')).models ?? [],

  /**
   * @param {GenerationRequest} generation
   * @param {string} [key] the job's name, of one that is asked for again
   * @returns {Promise<Generation>}
   */
  create: async (generation, key = requestId()) => {
    const headers = { 'Idempotency-Key': key };
    const body = { generation };
    const sent = () => json('POST', '/v1/generations', { body, headers });
    let answer;
    try {
      answer = await sent();
    } catch (e) {
      if (!(e instanceof ApiError) || e.status !== 0) {
        throw e;
      }
      answer = await sent(); // the same job, had it been made
    }
    return answer.generation;
  },

  /**
   * @param {string} id
   * @returns {Promise<Generation>}
   */
  get: async (id) => (await json('GET', `/v1/generations/${encodeURIComponent(id)}`)).generation,

  /**
   * @param {Record<string, string>} query
   * @returns {Promise<{generations: Generation[], nextPageToken: string}>}
   */
  list: async (query) => {
    const page = await json('GET', `/v1/generations?${new URLSearchParams(query)}`);
    return { generations: page.generations ?? [], nextPageToken: page.nextPageToken ?? '' };
  },

  /**
   * @param {string} id
   * @returns {Promise<Generation>}
   */
  cancel: async (id) => (await json('POST', `/v1/generations/${id}:cancel`)).generation,

  /** @param {string} id */
  remove: async (id) => {
    await send('DELETE', `/v1/generations/${id}`);
  },

  /**
   * @param {string} id
   * @returns {Promise<Generation>}
   */
  retry: async (id) => (await json('POST', `/v1/generations/${id}:retry`)).generation,

  /**
   * @param {import('../types.js').ScheduleRequest} request
   * @returns {Promise<import('../types.js').ScheduleResponse>}
   */
  schedule: (request) => json('POST', '/v1/schedule', { body: request }),

  /**
   * Noised pictures, each when it is made.
   * @param {import('../types.js').ForwardRequest} request
   * @param {AbortSignal} signal
   * @returns {AsyncGenerator<import('../types.js').ForwardResponse>}
   */
  forward: async function* (request, signal) {
    const { body } = await send('POST', '/v1/forward', { body: request, signal });
    for await (const line of lines(/** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (body))) {
      yield JSON.parse(line);
    }
  },

  /**
   * @param {string} after the moment of the last sample that is known; empty for none
   * @returns {Promise<import('../types.js').SystemStatus>}
   */
  system: async (after) => (await json('GET', '/v1/system' + (after ? `?history_after=${after}` : ''))).system,
};

/**
 * Where an artifact is, for who fetches it.
 * @param {{name: string}} artifact
 */
export function path(artifact) {
  return `/v1/artifacts/${artifact.name}`;
}

/**
 * Where an artifact is, for who shows it.
 * @param {{name: string}} artifact
 */
export function address(artifact) {
  return signedIn() ? blobOf(path(artifact), async (p) => (await send('GET', p)).blob()) : path(artifact);
}

/** @param {unknown} e whether the server wants a key, or another one */
export function wantsKey(e) {
  return e instanceof ApiError && e.status === UNAUTHENTICATED;
}
