// @ts-check
/** Curves, drawn by Chart.js in the page's colours. */

import '../lib/chart.js/chart.umd.min.js';
import { number } from './format.js';

/**
 * @typedef {object} Curve
 * @property {string} label
 * @property {{x: number, y: number}[]} points
 * @property {number} [colour] which of the page's colours, from 0
 * @property {boolean} [dots] points alone, as for a mark
 * @property {boolean} [filled] the area below it, too
 * @property {boolean} [bold] wider, and behind the others
 */

/**
 * @typedef {object} Plot
 * @property {string} label what it shows, for those who can't see it
 * @property {Curve[]} curves
 * @property {string} [x] title of the axis
 * @property {string} [y] title of the axis
 * @property {boolean} [logarithmic] the y axis
 * @property {number} [from] least y
 * @property {boolean} [small] without axes
 * @property {(x: number) => string} [tick] how x is written
 */

const COLOURS = 6;

/** A plot as an element: `<x-plot .plot=${…}></x-plot>`. */
class PlotElement extends HTMLElement {
  /** @type {Plot | undefined} */
  #plot;
  /** @type {import('chart.js').Chart | undefined} */
  #chart;
  #drawn = '';
  #data = '';
  #scheme = matchMedia('(prefers-color-scheme: dark)');
  #redraw = () => this.#renew();

  /** @param {Plot} plot */
  set plot(plot) {
    this.#plot = plot;
    if (this.isConnected) {
      this.#show();
    }
  }

  connectedCallback() {
    this.#scheme.addEventListener('change', this.#redraw);
    this.#show();
  }

  disconnectedCallback() {
    this.#scheme.removeEventListener('change', this.#redraw);
    this.#clear();
  }

  #renew() {
    this.#clear();
    this.#show();
  }

  #clear() {
    this.#chart?.destroy();
    this.#chart = undefined;
    this.#data = '';
  }

  #show() {
    const plot = this.#plot;
    if (!plot) {
      return;
    }
    const form = JSON.stringify([plot.x, plot.y, plot.logarithmic, plot.small, plot.from, plot.curves.length > 1]);
    const data = JSON.stringify(plot.curves);
    if (!this.#chart || form !== this.#drawn) {
      this.#clear();
      this.#drawn = form;
      const canvas = document.createElement('canvas');
      this.replaceChildren(canvas);
      this.#chart = new Chart(canvas, {
        type: 'line',
        data: { datasets: this.#datasets(plot) },
        options: this.#options(plot),
      });
    } else if (data !== this.#data) {
      this.#chart.data.datasets = this.#datasets(plot);
      this.#chart.update('none');
    }
    this.#data = data; // the page is drawn much more often than curves change
    const canvas = /** @type {HTMLCanvasElement} */ (this.firstElementChild);
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', plot.label);
  }

  /** @param {Plot} plot */
  #datasets(plot) {
    const style = getComputedStyle(this);
    return plot.curves.map((curve, i) => {
      const colour = style.getPropertyValue(`--curve-${(curve.colour ?? i) % COLOURS}`).trim();
      return {
        label: curve.label,
        data: curve.points,
        borderColor: colour,
        backgroundColor: curve.filled ? colour + '33' : colour,
        fill: curve.filled ? 'origin' : false,
        borderWidth: plot.small ? 1.5 : curve.bold ? 6 : 2,
        pointRadius: curve.dots ? 6 : 0,
        pointHitRadius: 8,
        showLine: !curve.dots,
        order: curve.dots ? 0 : curve.bold ? 2 : 1,
      };
    });
  }

  /**
   * @param {Plot} plot
   * @returns {import('chart.js').ChartOptions<'line'>}
   */
  #options(plot) {
    const style = getComputedStyle(this);
    const ink = style.color; // resolved for the scheme, as custom properties are not
    const line = style.borderTopColor;
    /** @param {string | undefined} text */
    const title = (text) => ({ display: !!text, text: text ?? '', color: ink });
    const tick = plot.tick;
    return {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      parsing: false,
      normalized: true,
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      plugins: {
        legend: {
          display: !plot.small && plot.curves.length > 1,
          labels: {
            color: ink,
            boxWidth: 12,
            boxHeight: 2,
            filter: (item) => !!item.text,
            sort: (a, b) => Number(a.datasetIndex) - Number(b.datasetIndex),
          },
        },
        tooltip: { enabled: !plot.small },
      },
      scales: {
        x: {
          type: 'linear',
          display: !plot.small,
          title: title(plot.x),
          grid: { color: line },
          ticks: {
            color: ink,
            maxTicksLimit: 8,
            maxRotation: 0,
            ...(tick ? { callback: (value) => tick(Number(value)) } : {}),
          },
        },
        y: {
          type: plot.logarithmic ? 'logarithmic' : 'linear',
          display: !plot.small,
          min: plot.from,
          title: title(plot.y),
          grid: { color: line },
          ticks: {
            color: ink,
            maxTicksLimit: 6,
            callback: (value) => (plot.logarithmic && !isPower(Number(value)) ? null : number(Number(value))),
          },
        },
      },
    };
  }
}

/** @param {number} value whether it is a power of ten */
function isPower(value) {
  return Number.isInteger(Math.round(1e6 * Math.log10(value)) / 1e6);
}

customElements.define('x-plot', PlotElement);
