"""Makes a picture: python generate.py PROMPT FILE [HOST:PORT]"""

import hashlib
import sys
import uuid

import grpc

from langevin.v1 import generation_pb2 as generation
from langevin.v1 import generation_service_pb2 as service
from langevin.v1 import generation_service_pb2_grpc as service_grpc

# A gateway that goes, or whose queue is full, is worth another try; since the request has an id, it is made once.
RETRIES = """{"methodConfig": [{
  "name": [{"service": "langevin.v1.GenerationService"}],
  "retryPolicy": {"maxAttempts": 5, "initialBackoff": "0.25s", "maxBackoff": "5s", "backoffMultiplier": 2,
                  "retryableStatusCodes": ["UNAVAILABLE", "RESOURCE_EXHAUSTED"]}}]}"""


def generate(api, prompt):
    """The finished generation; prints how far it is."""
    created = api.CreateGeneration(
        service.CreateGenerationRequest(
            generation=generation.GenerationRequest(prompt=prompt, steps=20, seed=7),
            request_id=f"python-{uuid.uuid4()}",
        ),
        timeout=30,
    ).generation
    last = created
    for event in api.WatchGeneration(service.WatchGenerationRequest(id=created.id)):
        if event.HasField("progress"):
            print(f"step {event.progress.step} of {event.progress.steps}", file=sys.stderr)
        else:
            last = event.generation
    if last.state != generation.Generation.STATE_SUCCEEDED:
        raise RuntimeError(f"{generation.Generation.State.Name(last.state)}: {last.error.message}")
    return last


def picture(api, artifact):
    """The artifact's bytes, whose digest is right."""
    pieces = api.GetArtifact(service.GetArtifactRequest(name=artifact.name))
    data = b"".join(piece.data for piece in pieces)
    if hashlib.sha256(data).hexdigest() != artifact.sha256:
        raise RuntimeError(f"{artifact.name} came with other bytes")
    return data


def main(prompt, file, address="127.0.0.1:8470"):
    with grpc.insecure_channel(address, options=[("grpc.service_config", RETRIES)]) as channel:
        api = service_grpc.GenerationServiceStub(channel)
        made = generate(api, prompt)
        with open(file, "wb") as out:
            out.write(picture(api, made.artifacts[0]))
    print(f"{file}, generation {made.id}")


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(*sys.argv[1:])
