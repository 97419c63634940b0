// @ts-check
/** What of a request makes the picture. */

/** @typedef {import('../types.js').GenerationRequest} GenerationRequest */

/** Values that say no more than nothing does. */
const USUAL = /** @type {Record<string, unknown[]>} */ ({
  count: [1],
  promptSyntax: ['PROMPT_SYNTAX_UNSPECIFIED', 'PROMPT_SYNTAX_PLAIN'],
  noiseSource: ['NOISE_SOURCE_UNSPECIFIED', 'NOISE_SOURCE_TORCH_CPU'],
  method: ['cfg'],
  curve: ['CURVE_UNSPECIFIED', 'CURVE_LINEAR'],
  rescale: [0],
  parallel: [0],
  threshold: [0],
});

/**
 * A request without previews and all else that changes nothing about the picture, and without what is empty.
 * @param {Partial<GenerationRequest>} request
 * @returns {Partial<GenerationRequest>}
 */
export function essence(request) {
  const { previews, deadline, labels, priority, ...rest } = request;
  return pruned(rest);
}

/**
 * @template {object} T
 * @param {T} message
 * @returns {T}
 */
function pruned(message) {
  const fields = Object.entries(message)
    // the keys of a configuration are nobody's but the scheduler's
    .map(([name, value]) => [name, isMessage(value) && name !== 'config' ? pruned(value) : value])
    .filter(([name, value]) => !isEmpty(value) && !USUAL[name]?.includes(value));
  return /** @type {T} */ (Object.fromEntries(fields));
}

/** @param {unknown} value @returns {value is object} */
function isMessage(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @param {unknown} value */
function isEmpty(value) {
  return (
    value === undefined ||
    value === '' ||
    (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
  );
}
