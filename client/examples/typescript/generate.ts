// Makes a picture: npm run generate -- PROMPT FILE [HOST:PORT]

import { createHash, randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";

import { type Client, createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";

import { type Artifact, type Generation, Generation_State } from "./stubs/langevin/v1/generation_pb.js";
import { GenerationService } from "./stubs/langevin/v1/generation_service_pb.js";

type Api = Client<typeof GenerationService>;

/** The finished generation; tells how far it is. */
async function generate(api: Api, prompt: string): Promise<Generation> {
  const { generation: created } = await api.createGeneration(
    { generation: { prompt, steps: 20, seed: 7 }, requestId: `typescript-${randomUUID()}` },
    { timeoutMs: 30_000 },
  );
  let last = created!;
  for await (const { event } of api.watchGeneration({ id: last.id })) {
    if (event.case === "progress") {
      console.error(`step ${event.value.step} of ${event.value.steps}`);
    } else if (event.case === "generation") {
      last = event.value;
    }
  }
  if (last.state !== Generation_State.SUCCEEDED) {
    throw new Error(`${Generation_State[last.state]}: ${last.error?.message ?? "no reason given"}`);
  }
  return last;
}

/** The artifact's bytes, whose digest is right. */
async function picture(api: Api, artifact: Artifact): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const { data } of api.getArtifact({ name: artifact.name })) {
    pieces.push(data);
  }
  const bytes = Buffer.concat(pieces);
  if (createHash("sha256").update(bytes).digest("hex") !== artifact.sha256) {
    throw new Error(`${artifact.name} came with other bytes`);
  }
  return bytes;
}

const [prompt, file, address = "127.0.0.1:8470"] = process.argv.slice(2);
if (prompt === undefined || file === undefined) {
  console.error("npm run generate -- PROMPT FILE [HOST:PORT]");
  process.exit(2);
}
const api = createClient(GenerationService, createGrpcTransport({ baseUrl: `http://${address}` }));
const made = await generate(api, prompt);
await writeFile(file, await picture(api, made.artifacts[0]));
console.log(`${file}, generation ${made.id}`);
