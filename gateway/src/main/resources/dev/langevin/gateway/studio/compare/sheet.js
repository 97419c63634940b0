// @ts-check
/** A grid as one picture, with its labels. */

import { path, send } from '../server/api.js';
import { label } from './axes.js';
import { stateName } from '../page/format.js';
import { generationOf, values } from './grid.js';

/**
 * @typedef {import('./grid.js').Cell} Cell
 * @typedef {import('./grid.js').Grid} Grid
 */

/** Small pictures are enlarged by a whole number until they are this wide. */
const LEAST_SIDE = 160;

/** The most that browsers' canvases surely hold. */
const MOST_SIDE = 8192;
const MOST_PIXELS = 16_000_000;

const GAP = 8;
const LINE = 20;
const FONT = '15px system-ui, sans-serif';
const ROW_HEAD = 150;
const HEAD_LINES = 4;
const CAPTION_LINES = 6;

/** Characters that are looked at to break lines; longer texts are cut off anyway. */
const LONGEST = 1200;

const INK = '#1c1b19';
const FAINT = '#63605a';
const PAPER = '#ffffff';
const EMPTY = '#eceae5';

/**
 * Draws the grid, and has the browser save it.
 * @param {Grid} grid
 * @param {{prompt: string, rest: string}} common what is written below
 */
export async function download(grid, common) {
  const pictures = await Promise.all(grid.cells.map(load));
  const canvas = draw(grid, pictures, common);
  pictures.forEach((p) => p?.close());
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!(blob instanceof Blob)) {
    throw new Error('This browser can not make so large a picture.');
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = 'langevin-grid.png';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** @param {Cell} cell @returns {Promise<ImageBitmap | undefined>} */
async function load(cell) {
  const artifact = generationOf(cell)?.artifacts?.[0];
  return artifact && createImageBitmap(await (await send('GET', path(artifact))).blob());
}

/**
 * @param {Grid} grid
 * @param {(ImageBitmap | undefined)[]} pictures
 * @param {{prompt: string, rest: string}} common
 */
function draw(grid, pictures, { prompt, rest }) {
  const rows = values(grid.rows).map((v) => label(grid.rows, v));
  const columns = values(grid.columns).map((v) => label(grid.columns, v));
  const [w, h] = cellSize(pictures, rows.length, columns.length);
  const canvas = document.createElement('canvas');
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.font = FONT;
  const left = grid.rows.axis ? ROW_HEAD : 0;
  const heads = columns.map((c) => broken(context, c, w, HEAD_LINES));
  const top = grid.columns.axis ? LINE * Math.max(...heads.map((l) => l.length)) + GAP : 0;
  const width = Math.max(4 * ROW_HEAD, left + columns.length * (w + GAP) + GAP);
  const caption = [prompt, rest].flatMap((t) => broken(context, t, width - 2 * GAP, CAPTION_LINES));
  const bottom = top + rows.length * (h + GAP) + GAP;
  canvas.width = width;
  canvas.height = bottom + LINE * caption.length + GAP;
  context.fillStyle = PAPER;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.font = FONT; // a canvas forgets it when it is resized
  context.textBaseline = 'top';
  const x = (/** @type {number} */ c) => left + GAP + c * (w + GAP);
  const y = (/** @type {number} */ r) => top + GAP + r * (h + GAP);
  if (grid.columns.axis) {
    heads.forEach((lines, c) => write(context, lines, x(c) + w / 2, GAP, 'center', INK));
  }
  rows.forEach((row, r) => {
    if (grid.rows.axis) {
      const lines = broken(context, row, ROW_HEAD - GAP, Math.max(1, Math.floor(h / LINE)));
      write(context, lines, ROW_HEAD, y(r) + (h - LINE * lines.length) / 2, 'right', INK);
    }
    columns.forEach((_, c) => {
      const i = r * columns.length + c;
      const picture = pictures[i];
      if (picture) {
        context.imageSmoothingQuality = 'high';
        context.drawImage(picture, x(c), y(r), w, (w * picture.height) / picture.width);
      } else {
        context.fillStyle = EMPTY;
        context.fillRect(x(c), y(r), w, h);
        const generation = generationOf(grid.cells[i]);
        const word = generation ? stateName(generation.state) : 'no picture';
        write(context, [word], x(c) + w / 2, y(r) + (h - LINE) / 2, 'center', FAINT);
      }
    });
  });
  write(context, caption, GAP, bottom, 'left', FAINT);
  return canvas;
}

/**
 * Width and height of a cell, such that the canvas can be made.
 * @param {(ImageBitmap | undefined)[]} pictures
 * @param {number} rows
 * @param {number} columns
 */
function cellSize(pictures, rows, columns) {
  const widest = Math.max(1, ...pictures.map((p) => p?.width ?? 0));
  const ratio = Math.max(...pictures.map((p) => (p ? p.height / p.width : 0))) || 1;
  const whole = widest * Math.ceil(LEAST_SIDE / widest);
  const most = Math.min(
    MOST_SIDE / columns - GAP,
    MOST_SIDE / rows / ratio - GAP,
    Math.sqrt(MOST_PIXELS / (rows * columns * ratio)) - GAP,
  );
  const w = Math.floor(Math.min(whole, most));
  return [w, Math.round(w * ratio)];
}

/**
 * Breaks a text into lines; what does not fit is cut off.
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {number} width
 * @param {number} most lines
 */
function broken(context, text, width, most) {
  const words = [...text].slice(0, LONGEST).join('').split(/\s+/).filter(Boolean);
  const lines = /** @type {string[]} */ ([]);
  let line = '';
  const fits = (/** @type {string} */ t) => context.measureText(t).width <= width;
  for (const word of words) {
    if (fits(line ? `${line} ${word}` : word)) {
      line = line ? `${line} ${word}` : word;
      continue;
    }
    if (line) {
      lines.push(line);
    }
    line = '';
    for (const character of word) {
      if (line && !fits(line + character)) {
        lines.push(line);
        line = '';
      }
      line += character;
    }
  }
  if (line) {
    lines.push(line);
  }
  return lines.length > most ? [...lines.slice(0, most - 1), lines[most - 1].slice(0, -1) + '…'] : lines;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string[]} lines
 * @param {number} x
 * @param {number} y
 * @param {CanvasTextAlign} align
 * @param {string} colour
 */
function write(context, lines, x, y, align, colour) {
  context.fillStyle = colour;
  context.textAlign = align;
  lines.forEach((line, i) => context.fillText(line, x, y + i * LINE));
}
