"""Whether written graphs compute what PyTorch computes."""
import numpy as np
import torch
from diffusers import StableDiffusionPipeline

import networks
import onnx_model

LAST = f"hidden_states.{networks.LAYERS}"
BAR = {torch.float32: 1e-4, torch.float16: 3e-2}


@torch.no_grad()
def graphs(folder, model):
    """Largest difference of each graph from its network, relative to the output's standard deviation where that is above 1."""
    generator = torch.Generator().manual_seed(99)
    kind = next(model.unet.parameters()).dtype
    ids = torch.randint(0, model.text_encoder.config.vocab_size, (3, 77), generator=generator)
    latents = 3 * torch.randn((3, 4, 12, 8), generator=generator)
    pictures = torch.rand((2, 3, 64, 96), generator=generator) * 2 - 1
    states = torch.randn((3, 77, networks.WIDTH), generator=generator)
    found = {}
    text = onnx_model.Network(folder / "text_encoder")(input_ids=ids)
    expected = model.text_encoder(ids, output_hidden_states=True)
    named = {"last_hidden_state": expected.last_hidden_state, "pooler_output": expected.pooler_output,
             **{f"hidden_states.{i}": state for i, state in enumerate(expected.hidden_states)}}
    found["text_encoder"] = max(apart(value, named[name]) for name, value in text.items() if name != LAST)
    if LAST in text:
        found["text_encoder"] = max(found["text_encoder"], min(apart(text[LAST], named[name]) for name in (LAST, "last_hidden_state")))
    unet = onnx_model.Denoiser(folder / "unet")
    found["unet"] = max(apart(unet(latents, time, states).sample,
                              model.unet(latents.to(kind), torch.tensor(time), states.to(kind)).sample) for time in (0.0, 1.0, 500.0, 999.0))
    vae = model.vae
    found["vae_decoder"] = apart(onnx_model.Decoder(folder / "vae_decoder").decode(latents).sample, vae.decode(latents.to(vae.dtype)).sample)
    parameters = vae.encode(pictures.to(vae.dtype)).latent_dist.parameters
    encoded = onnx_model.Network(folder / "vae_encoder")(sample=pictures)
    if "latent_parameters" in encoded:
        found["vae_encoder"] = apart(encoded["latent_parameters"], parameters)
    else:
        mean, logvar = parameters.chunk(2, dim=1)
        deviates = (encoded["latent_sample"] - mean) / torch.exp(0.5 * logvar.clamp(-30, 20))
        assert abs(float(deviates.std()) - 1) < 0.1, f"{folder.name}: the encoder's draws have deviation {float(deviates.std())}"
    line = " ".join(f"{part} {value:.1e}" for part, value in found.items())
    print(f"{folder.name}: graphs against PyTorch: {line}")
    assert max(found.values()) <= BAR[kind], f"{folder.name}: a graph differs from its network: {line}"


def pipeline(model, sampler, seed, **fields):
    """The picture that the library's own pipeline makes; it knows no shift, and looks for the final norm under an older name."""
    object.__setattr__(model.text_encoder, "text_model", model.text_encoder)
    scheduler = (sampler or type(model.scheduler)).from_config(model.scheduler.config)
    pipeline = StableDiffusionPipeline(vae=model.vae, text_encoder=model.text_encoder, tokenizer=model.tokenizer, unet=model.unet,
                                       scheduler=scheduler, safety_checker=None, feature_extractor=None, requires_safety_checker=False)
    pipeline.set_progress_bar_config(disable=True)
    steps = fields.pop("steps")
    out = pipeline(num_inference_steps=steps, generator=torch.Generator().manual_seed(seed), output_type="pil", **fields)
    return np.asarray(out.images[0])


def apart(a, b):
    a, b = a.float().numpy(), b.float().numpy()
    assert a.shape == b.shape, f"{a.shape} is not {b.shape}"
    return float(np.abs(a - b).max() / max(1, b.std()))
