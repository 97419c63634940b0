// @ts-check
/** Answers that come in pieces. */

/**
 * The lines of an answer, as they come.
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} body
 * @returns {AsyncGenerator<string>}
 */
export async function* lines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) {
        break;
      }
      const parts = (rest + value).split('\n');
      rest = /** @type {string} */ (parts.pop());
      yield* parts;
    }
    if (rest) {
      yield rest;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/**
 * Server-sent events. Unlike the browser's own EventSource, this leaves it to the caller what becomes of a
 * refusal, and when to come again.
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} body
 * @param {() => void} alive called for whatever comes, comments too
 * @returns {AsyncGenerator<{name: string, data: any}>}
 */
export async function* events(body, alive) {
  let name = '';
  let data = '';
  for await (const line of lines(body)) {
    alive();
    if (line === '') {
      if (name) {
        yield { name, data: JSON.parse(data) };
      }
      name = data = '';
    } else if (line.startsWith('event: ')) {
      name = line.slice(7);
    } else if (line.startsWith('data: ')) {
      data += line.slice(6);
    }
  }
}
