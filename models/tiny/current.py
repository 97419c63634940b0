"""The directory that the exporter in use now writes: scalar `timestep`, int64 ids, a configuration beside every network."""
import copy

import torch
from diffusers import StableDiffusionPipeline

import graphs
import tidy
from networks import LAYERS, SIDE, WIDTH

OPSET = 18


def write(folder, model, write_tokenizer, hidden=False, newest=False, weights=None, dynamo=False):
    """`model`: a `loop.Model`; `hidden`: with hidden_states outputs; `weights`: the file for the U-Net's tensors.

    `newest`: as with the fifth version of the text model's library: weights without a prefix, the last hidden state normed.
    """
    kind = next(model.unet.parameters()).dtype
    text = model.text_encoder if newest else graphs.Prefixed(model.text_encoder)
    vae = model.vae
    names = ["last_hidden_state", "pooler_output", *(f"hidden_states.{i}" for i in range(LAYERS + 1 if hidden else 0))]
    sequence = {0: "batch_size", 1: "sequence_length"}
    parts = {
        "text_encoder": (text, graphs.states(text, hidden, tied=newest), {"input_ids": torch.randint(0, 500, (2, 16))}, names,
                         {**{name: sequence for name in ["input_ids", *names]}, "pooler_output": {0: "batch_size"}}),
        "vae_encoder": (vae, lambda sample: vae.encode(sample).latent_dist.parameters,
                        {"sample": torch.randn(2, 3, 64, 64, dtype=kind)}, ["latent_parameters"],
                        {"sample": {0: "batch_size", 2: "sample_height", 3: "sample_width"},
                         "latent_parameters": {0: "batch_size", 2: "sample_height / 8", 3: "sample_width / 8"}}),
        "vae_decoder": (vae, lambda latent_sample: vae.decode(latent_sample).sample,
                        {"latent_sample": torch.randn(2, 4, SIDE, SIDE, dtype=kind)}, ["sample"],
                        {"latent_sample": {0: "batch_size", 2: "latent_height", 3: "latent_width"},
                         "sample": {0: "batch_size", 2: "latent_height * 8", 3: "latent_width * 8"}}),
    }
    for part, (network, forward, inputs, outputs, axes) in parts.items():
        graphs.save(graphs.trace(network, forward, inputs, outputs, axes, OPSET), folder / part)
    graphs.save(unet(model.unet, kind, dynamo), folder / "unet", weights, threshold=100)
    describe(folder, model, hidden)
    write_tokenizer(folder / "tokenizer")


def unet(network, kind, dynamo):
    inputs = {"sample": torch.randn(2, 4, SIDE, SIDE, dtype=kind), "timestep": torch.tensor(3.5, dtype=kind),
              "encoder_hidden_states": torch.randn(2, 16, WIDTH, dtype=kind)}
    axes = {"sample": {0: "batch_size", 2: "height", 3: "width"}, "timestep": {},
            "encoder_hidden_states": {0: "batch_size", 1: "sequence_length"}, "out_sample": {0: "batch_size", 2: "height", 3: "width"}}
    export = graphs.dynamo if dynamo else graphs.trace
    return export(network, graphs.noise(network), inputs, ["out_sample"], axes, OPSET)


def describe(folder, model, hidden):
    """The index, and the configurations of networks and scheduler, as the library itself writes them."""
    pipeline = StableDiffusionPipeline(vae=model.vae, text_encoder=model.text_encoder, tokenizer=model.tokenizer, unet=model.unet,
                                       scheduler=model.scheduler, safety_checker=None, feature_extractor=None,
                                       requires_safety_checker=False)
    pipeline.save_config(folder)
    settings = copy.deepcopy(model.text_encoder.config)
    settings.update({"export_model_type": "clip-text", **({"output_hidden_states": True} if hidden else {})})
    settings.save_pretrained(folder / "text_encoder")
    model.unet.save_config(folder / "unet")
    for part in ("vae_encoder", "vae_decoder"):
        model.vae.save_config(folder / part)
    model.scheduler.save_config(folder / "scheduler")
    tidy.configurations(folder)
