"""Text to picture as StableDiffusionPipeline does it, written out: the figures that the product is compared with."""
import numpy as np
import torch


class Model:
    """One model's networks in PyTorch, its tokenizer, and its scheduler's configuration."""

    def __init__(self, tokenizer, text_encoder, unet, vae, scheduler):
        self.tokenizer, self.text_encoder, self.unet, self.vae, self.scheduler = tokenizer, text_encoder, unet, vae, scheduler


@torch.no_grad()
def encode(model, prompt, clip_skip=None):
    """Conditioning [1, 77, width]. `clip_skip` counts layers left out before the end; the final norm is applied all the same."""
    ids = model.tokenizer(prompt, padding="max_length", max_length=77, truncation=True, return_tensors="pt").input_ids
    return embed(model, ids, clip_skip)


@torch.no_grad()
def embed(model, ids, clip_skip=None):
    out = model.text_encoder(ids, output_hidden_states=True)
    if clip_skip is None:
        return out.last_hidden_state
    return model.text_encoder.final_layer_norm(out.hidden_states[-(clip_skip + 1)])


@torch.no_grad()
def denoise(model, positive, negative, steps, guidance, seed, width, height, sampler=None):
    """Latents [1, 4, height/8, width/8] in float32; the networks compute in their own type."""
    scheduler = (sampler or type(model.scheduler)).from_config(model.scheduler.config)
    scheduler.set_timesteps(steps)
    generator = torch.Generator().manual_seed(seed)
    latents = torch.randn((1, 4, height // 8, width // 8), generator=generator) * scheduler.init_noise_sigma
    extra = {"generator": generator} if "generator" in scheduler.step.__code__.co_varnames else {}
    guided = guidance > 1
    for time in scheduler.timesteps:
        row = scheduler.scale_model_input(latents, time)
        if guided:
            without, with_text = predict(model, row, time, negative, positive)
            prediction = without + guidance * (with_text - without)
        else:
            prediction, = predict(model, row, time, positive)
        latents = scheduler.step(prediction, time, latents, **extra).prev_sample
    return latents


def predict(model, row, time, *states):
    """The U-Net's answer for each conditioning, in one batch if they are equally long."""
    if len({state.shape for state in states}) > 1:
        return [predict(model, row, time, state)[0] for state in states]
    kind = model.unet.dtype
    rows = torch.cat([row] * len(states)).to(kind)
    return model.unet(rows, time, encoder_hidden_states=torch.cat(states).to(kind)).sample.float().chunk(len(states))


@torch.no_grad()
def decode(model, latents):
    """Picture [height, width, 3] in 8 bits."""
    settings = model.vae.config
    latents = latents / settings.scaling_factor + (settings.shift_factor or 0)
    image = model.vae.decode(latents.to(model.vae.dtype)).sample.float()
    image = (image / 2 + 0.5).clamp(0, 1)
    return (image[0].permute(1, 2, 0).numpy() * 255).round().astype(np.uint8)


def picture(model, prompt, negative_prompt="", steps=8, guidance_scale=7.5, seed=1, width=64, height=64, sampler=None, clip_skip=None):
    positive = encode(model, prompt, clip_skip)
    negative = encode(model, negative_prompt)
    return render(model, positive, negative, steps, guidance_scale, seed, width, height, sampler)


def render(model, positive, negative, *settings):
    return decode(model, denoise(model, positive, negative, *settings))
