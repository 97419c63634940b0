// @ts-check
/** Fields that show what the page knows, and never write over what somebody types. */

import { noChange } from '../lib/lit-html/lit-html.js';
import { Directive, directive } from '../lib/lit-html/directive.js';
import { live } from '../lib/lit-html/directives/live.js';

/** @param {Event} e */
export function value(e) {
  return /** @type {HTMLInputElement} */ (e.target).value;
}

/**
 * The whole number that a field holds, if it is one between these: what is being typed need not be.
 * @param {Event} e
 * @param {number} least
 * @param {number} most
 */
export function whole(e, least, most) {
  const number = Number(value(e));
  return value(e) && Number.isInteger(number) && number >= least && number <= most ? number : undefined;
}

/**
 * What a field shows while nobody writes in it. For `.value`, beside an `@blur` that has the page drawn.
 * @param {string} id of the field
 * @param {string} text
 */
export function shownIn(id, text) {
  return document.activeElement?.id === id ? noChange : live(text);
}

class Chosen extends Directive {
  /**
   * @param {import('../lib/lit-html/directive.js').ElementPart} part
   * @param {[string]} option
   * @override
   */
  update({ element }, [option]) {
    const select = /** @type {HTMLSelectElement} */ (element);
    queueMicrotask(() => {
      if (select.value !== option) {
        select.value = option;
      }
    });
    return noChange;
  }

  render() {
    return noChange;
  }
}

/**
 * The option of a `<select>` that is chosen, by its value. Set when the options are there: `?selected` counts for nothing once a
 * person has picked one.
 */
export const chosen = /** @type {(option: string) => unknown} */ (directive(Chosen));

class Problem extends Directive {
  /**
   * @param {import('../lib/lit-html/directive.js').ElementPart} part
   * @param {[string, boolean]} problem
   * @override
   */
  update({ element }, [name, there]) {
    if (there) {
      element.setAttribute('aria-invalid', 'true');
      element.setAttribute('aria-describedby', problemId(name));
    } else {
      element.removeAttribute('aria-invalid');
      element.removeAttribute('aria-describedby');
    }
    return noChange;
  }

  render() {
    return noChange;
  }
}

/** Whether the element with the id {@link problemId} says what is wrong with this field. */
export const described = /** @type {(name: string, there: boolean) => unknown} */ (directive(Problem));

/** @param {string} name of a field */
export function problemId(name) {
  return `problem-${name}`;
}
