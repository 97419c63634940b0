"""Trains the denoiser: a U-Net on 16 x 16 x 4 latents, conditioned on the text encoder's 77 states.

    python unet.py --data work/data --autoencoder work/autoencoder --text-encoder work/text_encoder \
        --tokenizer ../tokenizer --out work/unet --minutes 60

Closed-form forward process x_t = a_t x0 + s_t noise, t uniform over 1000, cosine schedule (Nichol and Dhariwal 2021;
sqrt(a-bar) at its end is 5e-5, so the last time is pure noise). `--objective v`: v = a noise - s x0 (Salimans and Ho 2022),
weight clip(SNR, 1, 5) / (SNR + 1): min-SNR-5 (Hang et al. 2023) with that paper's vanishing weight at pure noise, where
the layout of the picture is decided, held at 1. `--objective epsilon`: plain L_simple (Ho et al. 2020).
A tenth of the prompts is dropped for guidance. EMA weights. Ends by wall clock or after --steps; resumes from its checkpoint.
"""
import argparse
import copy
from pathlib import Path

import numpy as np
import torch
from diffusers import DPMSolverMultistepScheduler, UNet2DConditionModel
from diffusers.models.attention_processor import AttnProcessor
from tokenizers import Tokenizer

import autoencoder
import text_encoder
from common import Clock, autocast, device_of, grid, save

SCHEDULE = dict(num_train_timesteps=1000, beta_schedule="squaredcos_cap_v2", beta_start=0.0001, beta_end=0.02)
PROMPTS = ["a red sailboat at sunset with mountains", "a blue house on the left and a yellow tree on the right", "a white castle in the snow at night",
           "a purple rocket over the sea", "a green snowman under a grey sky", "a pink flower on the grass with the sun and clouds",
           "a black car on the beach", "an orange balloon to the left of a brown lighthouse", "red mushroom, night, moon",
           "a yellow car and a blue pine tree in the snow", "mountains at sunset", "a red castle on the right",
           "a white sailboat on the left and a red lighthouse on the right, at sea", "a tree", "a purple sailboat in the desert", "a blue balloon with clouds"]


def build(size=16):
    return UNet2DConditionModel(
        sample_size=size, in_channels=4, out_channels=4, block_out_channels=(64, 96, 128), layers_per_block=1,
        down_block_types=("CrossAttnDownBlock2D",) * 3, up_block_types=("CrossAttnUpBlock2D",) * 3,
        cross_attention_dim=text_encoder.WIDTH, attention_head_dim=(2, 3, 4), norm_num_groups=16, use_linear_projection=True)


def alphas(device):
    """a and s of the forward process by time, from the scheduler the model ships with."""
    bar = DPMSolverMultistepScheduler(**SCHEDULE).alphas_cumprod.to(device).double()
    return bar.sqrt().float(), (1 - bar).sqrt().float()


def encode_all(pictures, model, device, batch=128):
    """Mean latents of every picture and its mirror image, (N, 2, 4, h, w) in half precision."""
    out = []
    with torch.no_grad(), autocast(device):
        for i in range(0, len(pictures), batch):
            x = torch.from_numpy(pictures[i:i + batch]).permute(0, 3, 1, 2).to(device).float().div(127.5).sub(1)
            both = torch.cat([x, x.flip(3)])
            means = model.encode(both)
            out.append(torch.stack(means.float().chunk(2), 1).half().cpu().numpy())
    return np.concatenate(out)


@torch.no_grad()
def sample(unet, vae, encode, prompts, schedule, device, guidance=3.0, steps=20, seed=0):
    """Pictures for prompts, by DPM-Solver++ (2M)."""
    scheduler = DPMSolverMultistepScheduler(**schedule)
    scheduler.set_timesteps(steps)
    states = torch.cat([encode([""] * len(prompts)), encode(prompts)])
    x = torch.randn(len(prompts), 4, unet.config.sample_size, unet.config.sample_size, generator=torch.Generator().manual_seed(seed)).to(device)
    for t in scheduler.timesteps:
        with autocast(device):
            free, told = unet(torch.cat([x, x]), t, encoder_hidden_states=states).sample.float().chunk(2)
        x = scheduler.step(free + guidance * (told - free), t, x).prev_sample
    return vae.decode(x)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("data", "autoencoder", "text-encoder", "tokenizer", "out"):
        arguments.add_argument("--" + name, type=Path, required=True)
    arguments.add_argument("--objective", choices=("v", "epsilon"), default="v")
    arguments.add_argument("--minutes", type=float, default=60)
    arguments.add_argument("--steps", type=int, help="end after so many steps instead, whatever they take: for comparing objectives")
    arguments.add_argument("--batch", type=int, default=64)
    arguments.add_argument("--rate", type=float, default=8e-4)
    arguments.add_argument("--device", default="auto")
    arguments.add_argument("--compile", action="store_true", help="compile the network first: a tenth quicker, for a minute and a half")
    options = arguments.parse_args()
    device = device_of(options.device)
    torch.manual_seed(0)
    options.out.mkdir(parents=True, exist_ok=True)

    vae = autoencoder.load(options.autoencoder, device)
    tokenizer = Tokenizer.from_file(str(options.tokenizer / "tokenizer.json"))
    text = text_encoder.load(options.text_encoder, tokenizer, device)
    ids_of = lambda texts: torch.tensor([e.ids for e in tokenizer.encode_batch(texts)], device=device)
    encode = lambda texts: text(input_ids=ids_of(texts)).last_hidden_state
    end, empty = tokenizer.token_to_id("<|endoftext|>"), ids_of([""])[0]

    latents_file = options.data / "latents.npy"
    if not latents_file.exists():
        np.save(latents_file, encode_all(np.load(options.data / "pictures.npy", mmap_mode="r"), vae, device))
    latents = torch.from_numpy(np.load(latents_file))
    tokens = torch.from_numpy(np.load(options.data / "tokens.npy").astype(np.int16))
    print("latents: mean", latents[:4000].float().mean((0, 1, 3, 4)), "std", latents[:4000].float().std((0, 1, 3, 4)), flush=True)

    unet = build().to(device, memory_format=torch.channels_last)  # a fifth quicker on CPUs with bfloat16
    unet.set_attn_processor(AttnProcessor())  # at 256 tokens plain products train a quarter quicker there than fused attention
    ema = copy.deepcopy(unet).requires_grad_(False)
    optimizer = torch.optim.AdamW(unet.parameters(), options.rate, betas=(0.9, 0.99), weight_decay=0.01)
    step, spent, checkpoint = 0, 0.0, options.out / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device)
        unet.load_state_dict(state["model"]), ema.load_state_dict(state["ema"]), optimizer.load_state_dict(state["optimizer"])
        step, spent = state["step"], state["spent"]
    network = torch.compile(unet) if options.compile else unet
    print(f"{sum(p.numel() for p in unet.parameters()) / 1e6:.2f} M parameters on {device}", flush=True)
    a, s = alphas(device)
    snr = (a / s) ** 2
    weight = snr.clamp(1, 5) / (snr + 1) if options.objective == "v" else torch.ones_like(snr)
    schedule = dict(SCHEDULE, prediction_type={"v": "v_prediction"}.get(options.objective, options.objective), timestep_spacing="trailing")
    clock, mean, saved = Clock(options.minutes, spent=spent, steps=options.steps, step=step), None, spent
    while not clock.done():
        for group in optimizer.param_groups:
            group["lr"] = options.rate * clock.factor()
        rows = torch.randint(len(latents), (options.batch,))
        mirror, wording = torch.randint(2, (options.batch,)), torch.randint(tokens.shape[2], (options.batch,))
        x0 = latents[rows, mirror].to(device).float()
        ids = torch.full((options.batch, 77), end, device=device)
        ids[:, :tokens.shape[3]] = tokens[rows, mirror, wording].to(device).long()
        ids[torch.rand(options.batch, device=device) < 0.1] = empty
        t = torch.randint(1000, (options.batch,), device=device)
        noise = torch.randn_like(x0)
        at, st = a[t].view(-1, 1, 1, 1), s[t].view(-1, 1, 1, 1)
        target = at * noise - st * x0 if options.objective == "v" else noise
        with autocast(device):
            with torch.no_grad():
                states = text(input_ids=ids).last_hidden_state
            out = network((at * x0 + st * noise).contiguous(memory_format=torch.channels_last), t, encoder_hidden_states=states).sample
        loss = (weight[t] * (out.float() - target).pow(2).mean((1, 2, 3))).mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(unet.parameters(), 1.0)
        optimizer.step()
        step = clock.step = step + 1
        decay = min(0.9985, (1 + step) / (10 + step))
        with torch.no_grad():
            torch._foreach_lerp_(list(ema.parameters()), list(unet.parameters()), 1 - decay)
        mean = loss.item() if mean is None else 0.98 * mean + 0.02 * loss.item()
        if step % 50 == 0:
            print(f"step {step}  {clock.spent / 60:.1f} min  loss {mean:.4f}", flush=True)
        if clock.spent - saved > 300 or clock.done():
            saved = clock.spent
            save(checkpoint, model=unet.state_dict(), ema=ema.state_dict(), optimizer=optimizer.state_dict(), step=step, spent=clock.spent)
            grid(sample(ema, vae, encode, PROMPTS, schedule, device), 8, options.out / f"samples-{step:06d}.png")
            print(f"step {step}  {clock.spent / 60:.1f} min  saved", flush=True)


if __name__ == "__main__":
    main()
