"""Writes the trained parts as a model directory: ONNX files, their configurations, scheduler, tokenizer, index.

    python export.py --work work --tokenizer ../tokenizer --out .. --version 0.2.0

Every graph takes any batch size, the U-Net one time per row (float32, so fractional times pass). Each exported graph is
compared with PyTorch (largest difference at most 1e-4), and rows alone with the same rows in mixed batches.
"""
import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import onnxruntime
import torch
import torch.nn as nn
from tokenizers import Tokenizer

import autoencoder
import text_encoder
import unet as denoiser
from data import seen_words


class Text(nn.Module):
    """CLIP text model. The end token has the highest id, so the first one is found by argmax."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids):
        out = self.model(input_ids=input_ids)
        return out.last_hidden_state, out.pooler_output


class Denoiser(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, sample, timestep, encoder_hidden_states):
        return self.model(sample, timestep, encoder_hidden_states=encoder_hidden_states, return_dict=False)[0]


class Encoder(nn.Module):
    """Answers as a variational encoder does, mean and log-variance; ours is deterministic, its log-variance constant."""

    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder

    def forward(self, sample):
        mean = self.encoder(sample)
        return torch.cat([mean, torch.full_like(mean, autoencoder.LOGVAR)], 1)


def export(module, inputs, outputs, folder, config):
    """One graph and its configuration. `inputs`: name to example of batch 2; batch is the first dimension of all."""
    folder.mkdir(parents=True, exist_ok=True)
    module = module.eval().float().to("cpu", memory_format=torch.contiguous_format)
    file = folder / "model.onnx"
    torch.onnx.export(module, tuple(inputs.values()), str(file), input_names=list(inputs), output_names=list(outputs), opset_version=17,
                      dynamic_axes={name: {0: "batch"} for name in [*inputs, *outputs]}, dynamo=False)
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    check(module, file, inputs, outputs)


def check(module, file, inputs, outputs):
    """PyTorch against ONNX Runtime, rows alone against rows together."""
    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    worst, alone = 0.0, 0.0
    for batch in (1, 2, 5):
        feed = {}
        for name, example in inputs.items():
            shape = (batch, *example.shape[1:])
            if name == "timestep":
                feed[name] = np.linspace(999, 0.5, batch, dtype=np.float32)
            elif name == "input_ids":
                feed[name] = example.numpy()[np.arange(batch) % 2]
            else:
                feed[name] = np.random.default_rng(batch).standard_normal(shape).astype(np.float32)
        got = session.run(None, feed)
        with torch.no_grad():
            expected = module(*[torch.from_numpy(v) for v in feed.values()])
        expected = expected if isinstance(expected, tuple) else (expected,)
        worst = max([worst] + [float(np.abs(g - e.numpy()).max()) for g, e in zip(got, expected)])
        for row in range(batch):
            single = session.run(None, {k: v[row:row + 1] for k, v in feed.items()})
            alone = max([alone] + [float(np.abs(s[0] - g[row]).max()) for s, g in zip(single, got)])
    print(f"{file.parent.name}: ONNX against PyTorch {worst:.1e}, rows alone against together {alone:.1e}, {file.stat().st_size / 1e6:.1f} MB")
    assert worst <= 1e-4, "the exported graph differs"


def plain(config):
    return {k: (str(v) if isinstance(v, Path) else v) for k, v in dict(config).items() if not k.startswith("_name")}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--work", type=Path, required=True, help="folder with autoencoder, text_encoder and unet checkpoints")
    arguments.add_argument("--tokenizer", type=Path, default=Path("../tokenizer"))
    arguments.add_argument("--out", type=Path, default=Path(".."))
    arguments.add_argument("--version", required=True)
    arguments.add_argument("--guidance", type=float, default=3.0)
    arguments.add_argument("--steps", type=int, default=20)
    arguments.add_argument("--objective", choices=("v", "epsilon"), default="v")
    arguments.add_argument("--unet", default="unet", help="the U-Net's folder in the work folder")
    arguments.add_argument("--random", action="store_true", help="untrained weights, to test loaders with")
    options = arguments.parse_args()
    torch.manual_seed(0)
    tokenizer = Tokenizer.from_file(str(options.tokenizer / "tokenizer.json"))
    if options.random:
        vae, text, unet = autoencoder.build(), text_encoder.build(tokenizer), denoiser.build()
    else:
        vae = autoencoder.load(options.work / "autoencoder")
        text = text_encoder.load(options.work / "text_encoder", tokenizer)
        unet = denoiser.build()
        unet.load_state_dict(torch.load(options.work / options.unet / "checkpoint.pt", map_location="cpu")["ema"])
    out, width, side = options.out, text_encoder.WIDTH, unet.config.sample_size
    out.mkdir(parents=True, exist_ok=True)
    if options.tokenizer.resolve() != (out / "tokenizer").resolve():
        shutil.copytree(options.tokenizer, out / "tokenizer", dirs_exist_ok=True)
    (out / "tokenizer" / "words.txt").write_text("\n".join(seen_words()) + "\n")
    ids = torch.tensor([e.ids for e in tokenizer.encode_batch(["", "a red sailboat at sunset with mountains"])])
    text.set_attn_implementation("eager")
    export(Text(text), {"input_ids": ids}, ("last_hidden_state", "pooler_output"), out / "text_encoder",
           dict(text.config.to_dict(), architectures=["CLIPTextModel"]))
    export(Denoiser(unet), {"sample": torch.randn(2, 4, side, side), "timestep": torch.tensor([999.0, 10.5]),
                            "encoder_hidden_states": torch.randn(2, 77, width)}, ("out_sample",), out / "unet",
           dict(plain(unet.config), _class_name="UNet2DConditionModel"))
    settings = dict(in_channels=3, out_channels=3, latent_channels=autoencoder.LATENTS, block_out_channels=[autoencoder.WIDTH] * 3,
                    sample_size=autoencoder.PATCH * side, scaling_factor=1.0, _class_name="StorybookAutoencoder")
    export(vae.decoder, {"latent_sample": torch.randn(2, 4, side, side)}, ("sample",), out / "vae_decoder", settings)
    export(Encoder(vae.encoder), {"sample": torch.randn(2, 3, 4 * side, 4 * side)}, ("latent_parameters",), out / "vae_encoder", settings)

    prediction = "v_prediction" if options.objective == "v" else "epsilon"
    scheduler = dict(_class_name="DPMSolverMultistepScheduler", **denoiser.SCHEDULE, prediction_type=prediction, timestep_spacing="trailing",
                     steps_offset=0, algorithm_type="dpmsolver++", solver_type="midpoint", solver_order=2, lower_order_final=True,
                     euler_at_final=False, final_sigmas_type="zero", use_karras_sigmas=False, rescale_betas_zero_snr=False,
                     clip_sample=False, thresholding=False, set_alpha_to_one=True)
    (out / "scheduler").mkdir(exist_ok=True)
    (out / "scheduler" / "scheduler_config.json").write_text(json.dumps(scheduler, indent=2) + "\n")
    index = {"_class_name": "OnnxStableDiffusionPipeline", "feature_extractor": [None, None], "safety_checker": [None, None],
             "scheduler": ["diffusers", "DPMSolverMultistepScheduler"], "text_encoder": ["diffusers", "OnnxRuntimeModel"],
             "tokenizer": ["transformers", "CLIPTokenizer"], "unet": ["diffusers", "OnnxRuntimeModel"],
             "vae_decoder": ["diffusers", "OnnxRuntimeModel"], "vae_encoder": ["diffusers", "OnnxRuntimeModel"],
             "requires_safety_checker": False,
             "langevin": {"name": "storybook", "version": options.version, "sizes": [[4 * side, 4 * side]], "default_steps": options.steps,
                          "default_guidance_scale": options.guidance, "default_sampler": "dpmpp_2m_sde", "max_prompt_tokens": 77,
                          "description": "Storybook scenes: sky, ground, sun or moon, mountains, clouds and up to two things in ten colours. "
                                         "Trained from scratch on drawn scenes."}}
    (out / "model_index.json").write_text(json.dumps(index, indent=2) + "\n")


if __name__ == "__main__":
    main()
