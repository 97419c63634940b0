// @ts-check
/** A generation's request in the words of each client. */

import { essence } from '../create/essence.js';
import { signedIn } from '../server/key.js';

/** @typedef {import('../types.js').GenerationRequest} GenerationRequest */

/** The gateway's own port, unless it was told otherwise. */
const USUAL_PORT = 8470;

const OWN_PORT = "It needs the gateway's own port, without TLS.";

/** Where the key is, of those who have one: the page tells it to nobody. */
const KEY = 'LANGEVIN_API_KEY';

const PYTHON_KEY = `
headers["Authorization"] = "Bearer " + os.environ["${KEY}"]`;

/** Of how guidance works: what the command has no option for. */
const UNWRITABLE = /** @type {const} */ (['curve', 'lambda', 'parallel', 'threshold', 'momentum']);

/** @param {string} text for a POSIX shell */
function quoted(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** @param {GenerationRequest} request */
function command(request) {
  const asked = essence(request);
  const sampling = asked.samplerOptions ?? {};
  const guidance = asked.guidanceOptions ?? {};
  const { interval } = guidance;
  const prompt = asked.prompt ?? '';
  const dashed = prompt.startsWith('-');
  const keys = Object.entries(sampling.config ?? {});
  const negatives = guidance.negatives ?? [];
  /** @type {[string, unknown][]} */
  const options = [
    ['--server', ownPort()],
    ['--negative', asked.negativePrompt],
    ['--model', asked.model],
    ['--size', asked.size && `${asked.size.width}x${asked.size.height}`],
    ['--steps', asked.steps],
    ['--sampler', asked.sampler],
    ['--guidance', asked.guidanceScale],
    ['--seed', asked.seed],
    ['--count', asked.count],
    ['--clip-skip', asked.clipSkip],
    ['--prompt-syntax', asked.promptSyntax?.replace('PROMPT_SYNTAX_', '').toLowerCase()],
    ['--noise', sampling.noiseSource?.replace('NOISE_SOURCE_TORCH_', '').toLowerCase()],
    ['--timesteps', sampling.timesteps?.join()],
    ['--sigmas', sampling.sigmas?.join()],
    ...Object.entries(sampling.arguments ?? {}).map(([k, v]) => pair('--sampler-arg', `${k}=${v}`)),
    ...keys.filter(isWritable).map(([k, v]) => pair('--scheduler', `${k}=${v}`)),
    ['--guidance-method', guidance.method],
    ['--guidance-rescale', guidance.rescale],
    ['--guidance-end', guidance.endScale],
    ['--guidance-interval', interval && `${interval.low}:${interval.high}`],
    ...negatives.filter(isReadable).map((n) => pair('--also-not', `${n.prompt}:${n.weight ?? 1}`)),
  ];
  const missing = [
    ...UNWRITABLE.filter((name) => guidance[name] !== undefined).map((name) => `guidanceOptions.${name}`),
    ...keys.filter((entry) => !isWritable(entry)).map(([k]) => `samplerOptions.config[${JSON.stringify(k)}]`),
    ...(negatives.every(isReadable) ? [] : ['all of guidanceOptions.negatives']),
  ];
  const lines = [
    dashed ? './langevin generate' : `./langevin generate ${quoted(prompt)}`,
    ...options
      .filter(([, text]) => text !== undefined && text !== '')
      .map(([option, text]) => spelled(option, String(text))),
    '-o picture.png',
    ...(dashed ? [`-- ${quoted(prompt)}`] : []),
  ];
  return [
    ...(missing.length ? [`# The command has no option for ${missing.join(', ')}; the others have.\n`] : []),
    ...(plaintext() ? [] : [`# ${OWN_PORT}\n`]),
    lines.join(' \\\n  '),
  ].join('');
}

/** @param {[string, unknown]} entry of a configuration: whether the command reads it as what it is */
function isWritable([, value]) {
  const text = typeof value === 'string' ? value : '';
  const misread = /^(true|false|null)$/.test(text) || (text !== '' && !Number.isNaN(Number.parseFloat(text)));
  return (typeof value !== 'object' || value === null) && !misread;
}

/** @param {{prompt?: string, weight?: number}} negative whether the command finds the weight behind it */
function isReadable({ prompt = '', weight = 1 }) {
  return !/[\n\r\u0085\u2028\u2029]/.test(prompt) && /^\d+(\.\d+)?$/.test(String(weight));
}

/**
 * @param {string} option
 * @param {unknown} value
 * @returns {[string, unknown]}
 */
function pair(option, value) {
  return [option, value];
}

/** @param {string} option @param {string} text with = where it would be taken for an option itself */
function spelled(option, text) {
  return `${option}${text.startsWith('-') ? '=' : ' '}${word(text)}`;
}

/** @param {string} text */
function word(text) {
  return /^[\w.-][\w.,:=@-]*$/.test(text) ? text : quoted(text);
}

/** @param {GenerationRequest} request */
function curl(request) {
  const body = JSON.stringify({ generation: essence(request) });
  return [
    `curl -s ${location.origin}/v1/generations`,
    ...(signedIn() ? [`-H "Authorization: Bearer $${KEY}"`] : []),
    `-H 'Content-Type: application/json' -H 'Prefer: wait=600'`,
    `-d ${quoted(body)}`,
  ].join(' \\\n  ');
}

/** @param {GenerationRequest} request */
function grpcurl(request) {
  const body = JSON.stringify({ generation: essence(request) });
  const key = signedIn() ? `-H "authorization: Bearer $${KEY}" ` : '';
  return `grpcurl ${plaintext() ? '-plaintext ' : ''}${key}-d ${quoted(body)} \\
  ${authority()} langevin.v1.GenerationService/Generate`;
}

function plaintext() {
  return location.protocol === 'http:';
}

function authority() {
  return location.port ? location.host : `${location.host}:${plaintext() ? 80 : 443}`;
}

/** Where gRPC is spoken in the clear, as the command and the Java client do. */
function ownPort() {
  return plaintext() ? authority() : `${location.hostname}:${USUAL_PORT}`;
}

/** @param {GenerationRequest} request */
function python(request) {
  const body = JSON.stringify({ generation: essence(request) });
  return `import json${signedIn() ? '\nimport os' : ''}
import sys
import urllib.request

server = ${JSON.stringify(location.origin)}
body = ${JSON.stringify(body)}
headers = {"Content-Type": "application/json", "Prefer": "wait=600"}${signedIn() ? PYTHON_KEY : ''}
answer = urllib.request.urlopen(
    urllib.request.Request(server + "/v1/generations", body.encode(), headers))
generation = json.load(answer)["generation"]
if generation["state"] != "STATE_SUCCEEDED":
    sys.exit(f"{generation['id']}: {generation['state']} {generation.get('error', '')}")
for artifact in generation["artifacts"]:
    picture = urllib.request.urlopen(${
      signedIn()
        ? '\n        urllib.request.Request(server + "/v1/artifacts/" + artifact["name"], None, headers))'
        : 'server + "/v1/artifacts/" + artifact["name"])'
    }
    with open(f"picture-{artifact['index']}.png", "wb") as file:
        file.write(picture.read())
`;
}

function connected() {
  const gateway = JSON.stringify(ownPort());
  return signedIn()
    ? `LangevinClient.builder()
    .gateway(${gateway}).apiKey(System.getenv("${KEY}")).build()`
    : `LangevinClient.connect(${gateway})`;
}

/** @param {GenerationRequest} request */
function java(request) {
  return `${plaintext() ? '' : `// ${OWN_PORT}\n`}GenerationRequest.Builder request = GenerationRequest.newBuilder();
JsonFormat.parser().merge(
    ${JSON.stringify(JSON.stringify(essence(request)))},
    request);
try (LangevinClient client = ${connected()}) {
  for (Picture picture : client.generate(request.build())) {
    picture.writeTo(Path.of("picture-%d.png".formatted(picture.artifact().getIndex())));
  }
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
