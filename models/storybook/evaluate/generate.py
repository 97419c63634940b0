"""Makes the pictures of a manifest with the exported model: ONNX Runtime and the diffusers library's schedulers.

    python generate.py --model .. --prompts prompts.jsonl --out pictures --steps 20 --guidance 3

The initial noise of a picture is PyTorch's CPU generator's, from the seed of its line, one generator a picture.
"""
import argparse
import json
import time
from pathlib import Path

import diffusers
import numpy as np
import onnxruntime
import torch
from PIL import Image
from tokenizers import Tokenizer


class Model:
    """An exported model directory."""

    def __init__(self, folder, threads=0):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        session = lambda part: onnxruntime.InferenceSession(str(folder / part / "model.onnx"), options, providers=["CPUExecutionProvider"])
        self.text, self.unet, self.decoder = session("text_encoder"), session("unet"), session("vae_decoder")
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer" / "tokenizer.json"))
        self.schedule = json.loads((folder / "scheduler" / "scheduler_config.json").read_text())
        self.scaling = json.loads((folder / "vae_decoder" / "config.json").read_text())["scaling_factor"]
        self.shape = self.unet.get_inputs()[0].shape[1:]

    def encode(self, prompts):
        ids = np.array([e.ids for e in self.tokenizer.encode_batch(prompts)], np.int64)
        return self.text.run(["last_hidden_state"], {"input_ids": ids})[0]

    def predict(self, x, t, states):
        feed = {"sample": x, "timestep": np.full(len(x), t, np.float32), "encoder_hidden_states": states}
        return self.unet.run(None, feed)[0]

    def latents(self, prompts, seeds, steps, guidance, sampler=None):
        """Final latents. With guidance 1 no unconditional row is computed."""
        scheduler = getattr(diffusers, sampler or self.schedule["_class_name"]).from_config(self.schedule)
        scheduler.set_timesteps(steps)
        generators = [torch.Generator().manual_seed(s) for s in seeds]
        x = torch.cat([torch.randn(1, *self.shape, generator=g) for g in generators]) * scheduler.init_noise_sigma
        told, n = self.encode(prompts), len(prompts)
        free = np.repeat(self.encode([""]), n, 0)
        extra = {"generator": generators} if "DDPM" in type(scheduler).__name__ else {}
        for t in scheduler.timesteps:
            scaled = scheduler.scale_model_input(x, t).numpy()
            if guidance == 1:
                out = self.predict(scaled, float(t), told)
            else:
                both = self.predict(np.concatenate([scaled, scaled]), float(t), np.concatenate([free, told]))
                out = both[:n] + guidance * (both[n:] - both[:n])
            x = scheduler.step(torch.from_numpy(out), t, x, **extra).prev_sample
        return x

    def pictures(self, latents):
        """Decoded to (N, H, W, 3) bytes."""
        out = self.decoder.run(None, {"latent_sample": (latents / self.scaling).numpy()})[0]
        return ((np.clip(out, -1, 1) + 1) * 127.5).round().astype(np.uint8).transpose(0, 2, 3, 1)


def run(model, rows, out, steps, guidance, sampler=None, batch=16):
    out.mkdir(parents=True, exist_ok=True)
    begin = time.time()
    for i in range(0, len(rows), batch):
        part = rows[i:i + batch]
        if all((out / r["file"]).exists() for r in part):
            continue
        x = model.latents([r["prompt"] for r in part], [r["seed"] for r in part], steps, guidance, sampler)
        for row, picture in zip(part, model.pictures(x)):
            Image.fromarray(picture).save(out / row["file"])
        if (i // batch) % 10 == 9:
            print(f"{i + len(part)} of {len(rows)}, {time.time() - begin:.0f} s", flush=True)
    with (out / "manifest.jsonl").open("w") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--model", type=Path, default=Path(".."))
    arguments.add_argument("--prompts", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--steps", type=int, default=20)
    arguments.add_argument("--guidance", type=float, default=3.0)
    arguments.add_argument("--sampler", help="a diffusers scheduler class instead of the model's own")
    arguments.add_argument("--limit", type=int, help="only the first so many prompts")
    arguments.add_argument("--threads", type=int, default=0)
    options = arguments.parse_args()
    rows = [json.loads(line) for line in options.prompts.read_text().splitlines()][:options.limit]
    run(Model(options.model, options.threads), rows, options.out, options.steps, options.guidance, options.sampler)


if __name__ == "__main__":
    main()
