// @ts-check
/** A generation's request in the words of each client. */

/** @typedef {import('../types.js').GenerationRequest} GenerationRequest */

/** @param {string} text for a POSIX shell */
function quoted(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * What makes the picture: without previews, which change nothing about it, and without what is empty.
 * @param {GenerationRequest} request
 * @returns {Record<string, any>}
 */
export function essence(request) {
  const { previews, deadline, labels, ...rest } = request;
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => !isEmpty(value)));
}

/** @param {unknown} value */
function isEmpty(value) {
  return (
    value === undefined ||
    value === '' ||
    (typeof value === 'string' && value.endsWith('_UNSPECIFIED')) ||
    (typeof value === 'object' && value !== null && Object.values(value).every(isEmpty))
  );
}

/** @param {GenerationRequest} request */
function command(request) {
  const sampling = request.samplerOptions ?? {};
  const guidance = request.guidanceOptions ?? {};
  const interval = guidance.interval;
  /** @type {[string, unknown][]} */
  const options = [
    ['--negative', request.negativePrompt],
    ['--model', request.model],
    ['--size', request.size && `${request.size.width}x${request.size.height}`],
    ['--steps', request.steps],
    ['--sampler', request.sampler],
    ['--guidance', request.guidanceScale],
    ['--seed', request.seed],
    ['--count', request.count === 1 ? '' : request.count],
    ['--clip-skip', request.clipSkip],
    ['--prompt-syntax', name(request.promptSyntax, 'PROMPT_SYNTAX_', 'plain')],
    ['--noise', name(sampling.noiseSource, 'NOISE_SOURCE_TORCH_', 'cpu')],
    ['--timesteps', sampling.timesteps?.join()],
    ['--sigmas', sampling.sigmas?.join()],
    ...pairs(sampling.arguments).map(([k, v]) => pair('--sampler-arg', k, v)),
    ...pairs(sampling.config).map(([k, v]) => pair('--scheduler', k, v)),
    ['--guidance-method', guidance.method === 'cfg' ? '' : guidance.method],
    ['--guidance-rescale', guidance.rescale || ''],
    ['--guidance-end', guidance.endScale],
    ['--guidance-interval', interval && `${interval.low}:${interval.high}`],
  ];
  const given = options
    .filter(([, value]) => !isEmpty(value))
    .map(([option, value]) => `${option} ${word(String(value))}`);
  return [`./langevin generate ${quoted(request.prompt ?? '')}`, ...given, '-o picture.png'].join(' \\\n  ');
}

/**
 * @param {string | undefined} value of an enumeration
 * @param {string} prefix of its values
 * @param {string} usual the one that need not be said
 */
function name(value, prefix, usual) {
  const short = (value ?? '').replace(prefix, '').toLowerCase();
  return short === usual || short === 'unspecified' ? '' : short;
}

/** @param {object | undefined} map */
function pairs(map) {
  return Object.entries(map ?? {});
}

/**
 * @param {string} option
 * @param {string} key
 * @param {unknown} value
 * @returns {[string, unknown]}
 */
function pair(option, key, value) {
  return [option, `${key}=${typeof value === 'object' ? JSON.stringify(value) : value}`];
}

/** @param {string} text */
function word(text) {
  return /^[\w.,:=@-]+$/.test(text) ? text : quoted(text);
}

/** @param {GenerationRequest} request */
function curl(request) {
  const body = JSON.stringify({ generation: essence(request) });
  return [
    `curl -s ${location.origin}/v1/generations`,
    `-H 'Content-Type: application/json' -H 'Prefer: wait'`,
    `-d ${quoted(body)}`,
  ].join(' \\\n  ');
}

/** @param {GenerationRequest} request */
function grpcurl(request) {
  const body = JSON.stringify({ generation: essence(request) });
  return `grpcurl ${plaintext() ? '-plaintext ' : ''}-d ${quoted(body)} \\
  ${authority()} langevin.v1.GenerationService/Generate`;
}

function plaintext() {
  return location.protocol === 'http:';
}

function authority() {
  return location.port ? location.host : `${location.host}:${plaintext() ? 80 : 443}`;
}

/** @param {GenerationRequest} request */
function python(request) {
  const body = JSON.stringify({ generation: essence(request) });
  return `import json
import urllib.request

server = ${JSON.stringify(location.origin)}
body = ${JSON.stringify(body)}
headers = {"Content-Type": "application/json", "Prefer": "wait"}
answer = urllib.request.urlopen(
    urllib.request.Request(server + "/v1/generations", body.encode(), headers))
for artifact in json.load(answer)["generation"]["artifacts"]:
    picture = urllib.request.urlopen(server + "/v1/artifacts/" + artifact["name"])
    with open(f"picture-{artifact['index']}.png", "wb") as file:
        file.write(picture.read())
`;
}

/** @param {GenerationRequest} request */
function java(request) {
  return `GenerationRequest.Builder request = GenerationRequest.newBuilder();
JsonFormat.parser().merge(
    ${JSON.stringify(JSON.stringify(essence(request)))},
    request);
try (LangevinClient client = LangevinClient.connect(${JSON.stringify(authority())})) {
  client.generate(request.build()).getFirst().writeTo(Path.of("picture.png"));
}
`;
}

/** What each of them is called, and what makes it. */
export const SNIPPETS = [
  { name: 'Command line', of: command },
  { name: 'curl', of: curl },
  { name: 'grpcurl', of: grpcurl },
  { name: 'JSON', of: (/** @type {GenerationRequest} */ r) => JSON.stringify(essence(r), null, 2) },
  { name: 'Java', of: java },
  { name: 'Python', of: python },
];
