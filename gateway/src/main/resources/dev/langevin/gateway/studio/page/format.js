// @ts-check
/** Numbers, times and names, for people. */

/**
 * @param {string | undefined} duration protobuf's, such as "3.5s"
 * @returns {number} seconds; NaN if there is none
 */
export function seconds(duration) {
  return duration ? Number.parseFloat(duration) : Number.NaN;
}

/** @param {number} value in seconds */
export function time(value) {
  if (!Number.isFinite(value)) {
    return '–';
  }
  if (value < 1) {
    return `${Math.round(1000 * value)} ms`;
  }
  if (value < 100) {
    return `${value.toFixed(value < 10 ? 1 : 0)} s`;
  }
  const minutes = Math.round(value / 60);
  return minutes < 100 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}

/** @param {number} value */
export function number(value) {
  if (!Number.isFinite(value)) {
    return value > 0 ? '∞' : '–';
  }
  if (value !== 0 && (Math.abs(value) >= 1e5 || Math.abs(value) < 1e-3)) {
    return value.toExponential(1);
  }
  return Intl.NumberFormat('en', { maximumSignificantDigits: 4 }).format(value);
}

/** @param {number} things that are counted: every digit matters */
export function count(things) {
  return Intl.NumberFormat('en').format(things);
}

/** @param {unknown} error that was thrown */
export function message(error) {
  return error instanceof Error ? error.message : String(error);
}

/** @param {number} place from 1 */
export function ordinal(place) {
  const rule = new Intl.PluralRules('en', { type: 'ordinal' }).select(place);
  return place + ({ one: 'st', two: 'nd', few: 'rd' }[/** @type {string} */ (rule)] ?? 'th');
}

/** @param {string | undefined} instant */
export function when(instant) {
  if (!instant) {
    return '–';
  }
  const date = new Date(instant);
  const today = new Date().toDateString() === date.toDateString();
  return today
    ? date.toLocaleTimeString()
    : date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

/** @param {string} state of a generation, such as STATE_QUEUED */
export function stateName(state) {
  return state.replace('STATE_', '').toLowerCase();
}

/** @param {string} model name@version */
export function modelName(model) {
  return model.split('@')[0];
}
