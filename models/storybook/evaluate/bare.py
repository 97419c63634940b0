"""Makes mixed jobs' pictures in PyTorch on the CPU, one after another, and says how long that takes.

    python bare.py --model .. --jobs jobs.jsonl --threads 2

Each line of the jobs has prompt, seed, steps, guidance and sampler. The modules are diffusers' and transformers', with the weights of
the exported graphs; each is compared with its graph before the clock starts. Text encoding, decoding and PNG are in the time.
The last line of the output is {"seconds": ...}; before it, a line {"done": n} after every job.
"""
import argparse
import io
import json
import sys
import time
from pathlib import Path

import diffusers
import numpy as np
import onnx
import onnxruntime
import torch
from PIL import Image
from tokenizers import Tokenizer
from transformers import CLIPTextConfig, CLIPTextModel

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "train"))
import autoencoder  # noqa: E402

SCHEDULERS = {
    "dpmpp_2m": ("DPMSolverMultistepScheduler", {"algorithm_type": "dpmsolver++"}),
    "dpmpp_2m_sde": ("DPMSolverMultistepScheduler", {"algorithm_type": "sde-dpmsolver++"}),
    "euler": ("EulerDiscreteScheduler", {}),
    "euler_ancestral": ("EulerAncestralDiscreteScheduler", {}),
    "ddim": ("DDIMScheduler", {}),
}


def parameter(node):
    """The module that a node of the graph was traced in, and which of its parameters a node of this kind takes."""
    parts = []
    for part in node.name.split("/")[1:-1]:
        if parts and part.startswith(parts[-1] + "."):
            parts.pop()  # a member of a sequence repeats the sequence's name
        parts.append(part)
    return ".".join([*parts, "bias" if node.op_type == "Add" else "weight"])


def load(module, prefix, file):
    """Gives the module the weights of a graph: under their own names, or, where the export folded them, under their node's."""
    graph = onnx.load(str(file)).graph
    weights = {one.name: torch.from_numpy(onnx.numpy_helper.to_array(one).copy()) for one in graph.initializer}
    wanted = {prefix + name: value for name, value in module.state_dict().items()}
    found = {name: value for name, value in weights.items() if name in wanted}
    for node in graph.node:
        for name in node.input:
            if name in weights and name not in wanted and parameter(node) in wanted:
                value = weights[name]
                found[parameter(node)] = value.T if node.op_type == "MatMul" else value
    state = {name[len(prefix):]: value.reshape(wanted[name].shape) for name, value in found.items()}
    missing = set(module.state_dict()) - set(state) - {name for name in module.state_dict() if name.endswith("position_ids")}
    assert not missing, f"{file} has no {sorted(missing)[:3]}"
    module.load_state_dict(state, strict=False)
    return module.eval().requires_grad_(False)


def check(file, module, feed):
    """The graph and the module are the same function."""
    expected = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"]).run(None, feed)[0]
    got = module(*[torch.from_numpy(value) for value in feed.values()]).numpy()
    difference = float(np.abs(got - expected).max())
    assert difference <= 1e-3, f"{file}: PyTorch differs by {difference}"


class Model:
    """A model directory's parts as modules."""

    def __init__(self, folder):
        read = lambda part: json.loads((folder / part / "config.json").read_text())
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer" / "tokenizer.json"))
        self.schedule = json.loads((folder / "scheduler" / "scheduler_config.json").read_text())
        graph = lambda part: folder / part / "model.onnx"
        self.text = load(CLIPTextModel(CLIPTextConfig(**read("text_encoder"))), "model.", graph("text_encoder"))
        self.unet = load(diffusers.UNet2DConditionModel.from_config(read("unet")), "model.", graph("unet"))
        self.decoder = load(autoencoder.Decoder(), "", graph("vae_decoder"))
        random = np.random.default_rng(0)
        some = lambda *shape: random.standard_normal(shape).astype(np.float32)
        ids = np.array([e.ids for e in self.tokenizer.encode_batch(["", "a red house"])], np.int64)
        check(graph("text_encoder"), lambda x: self.text(x).last_hidden_state, {"input_ids": ids})
        width = self.unet.config.cross_attention_dim
        check(graph("unet"), self.predict, {"sample": some(2, 4, 16, 16), "timestep": np.array([999, 10], np.float32),
                                            "encoder_hidden_states": some(2, ids.shape[1], width)})
        check(graph("vae_decoder"), self.decoder, {"latent_sample": some(1, 4, 16, 16)})
        self.empty = self.encode([""])

    def encode(self, prompts):
        return self.text(torch.tensor([e.ids for e in self.tokenizer.encode_batch(prompts)])).last_hidden_state

    def predict(self, x, t, states):
        return self.unet(x, t, encoder_hidden_states=states, return_dict=False)[0]

    def make(self, job):
        name, options = SCHEDULERS[job["sampler"]]
        scheduler = getattr(diffusers, name).from_config({**self.schedule, **options})
        scheduler.set_timesteps(job["steps"])
        generator = torch.Generator().manual_seed(job["seed"])
        size = self.unet.config.sample_size
        x = torch.randn(1, self.unet.config.in_channels, size, size, generator=generator) * scheduler.init_noise_sigma
        told, guidance = self.encode([job["prompt"]]), job["guidance"]
        states = told if guidance == 1 else torch.cat([self.empty, told])
        extra = {} if job["sampler"] in ("ddim",) else {"generator": generator}
        for t in scheduler.timesteps:
            scaled = scheduler.scale_model_input(x, t)
            if guidance != 1:
                free, guided = self.predict(torch.cat([scaled, scaled]), t, states).chunk(2)
                out = free + guidance * (guided - free)
            else:
                out = self.predict(scaled, t, states)
            x = scheduler.step(out, t, x, **extra).prev_sample
        picture = ((self.decoder(x)[0].clamp(-1, 1) + 1) * 127.5).round().byte().permute(1, 2, 0).numpy()
        file = io.BytesIO()
        Image.fromarray(picture).save(file, "png")
        return file.getvalue()


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--model", type=Path, default=Path(__file__).resolve().parent.parent)
    arguments.add_argument("--jobs", type=Path, required=True)
    arguments.add_argument("--threads", type=int, required=True)
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    jobs = [json.loads(line) for line in options.jobs.read_text().splitlines()]
    with torch.inference_mode():
        model = Model(options.model)
        for job in jobs[:5]:
            model.make({**job, "steps": 4})  # the first runs are slower
        began = time.perf_counter()
        for done, job in enumerate(jobs, 1):
            model.make(job)
            print(json.dumps({"done": done}), flush=True)
        print(json.dumps({"seconds": time.perf_counter() - began}), flush=True)


if __name__ == "__main__":
    main()
