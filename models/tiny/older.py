"""The directory of the library's first converter: `timestep` [batch], int32 ids, and configurations of tokenizer and scheduler alone."""
import torch
from diffusers import OnnxRuntimeModel, OnnxStableDiffusionPipeline

import graphs
import tidy
from networks import SIDE, WIDTH

OPSET = 14
PICTURE = {0: "batch", 1: "channels", 2: "height", 3: "width"}


def write(folder, model, write_tokenizer, time=None):
    """It names the axes of inputs only, and its encoder answers with a draw from the distribution, not with its parameters.

    `time`: an example of the U-Net's times where they are of another type than float32.
    """
    text, vae = graphs.Prefixed(model.text_encoder), model.vae
    parts = {
        "text_encoder": (text, graphs.states(text, False), {"input_ids": torch.randint(0, 500, (1, 77), dtype=torch.int32)},
                         ["last_hidden_state", "pooler_output"], {"input_ids": {0: "batch", 1: "sequence"}}),
        "unet": (model.unet, graphs.noise(model.unet),
                 {"sample": torch.randn(2, 4, SIDE, SIDE), "timestep": torch.randn(2) if time is None else time, "encoder_hidden_states": torch.randn(2, 77, WIDTH)},
                 ["out_sample"], {"sample": PICTURE, "timestep": {0: "batch"}, "encoder_hidden_states": {0: "batch", 1: "sequence"}}),
        "vae_encoder": (vae, lambda sample: vae.encode(sample, return_dict=False)[0].sample(), {"sample": torch.randn(1, 3, 64, 64)},
                        ["latent_sample"], {"sample": PICTURE}),
        "vae_decoder": (vae, lambda latent_sample: vae.decode(latent_sample, return_dict=False)[0],
                        {"latent_sample": torch.randn(1, 4, SIDE, SIDE)}, ["sample"], {"latent_sample": PICTURE}),
    }
    for part, (network, forward, inputs, outputs, axes) in parts.items():
        graph = graphs.trace(network, forward, inputs, outputs, axes, OPSET)
        graphs.save(graph, folder / part, "weights.pb" if part == "unet" else None)
    networks = {part: OnnxRuntimeModel.from_pretrained(folder / part, provider_options=[{}]) for part in parts}
    pipeline = OnnxStableDiffusionPipeline(**networks, tokenizer=model.tokenizer, scheduler=model.scheduler, safety_checker=None,
                                           feature_extractor=None, requires_safety_checker=False)
    pipeline.save_config(folder)
    model.scheduler.save_config(folder / "scheduler")
    write_tokenizer(folder / "tokenizer")
    tidy.configurations(folder)
