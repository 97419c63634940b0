"""Trains the autoencoder: 64 x 64 pictures to 16 x 16 x 4 latents and back (diffusers' AutoencoderKL, 1 M parameters).

    python autoencoder.py --data work/data --out work/autoencoder --minutes 10

Loss: L1 + L2 on pixels, L1 on horizontal and vertical differences (edges), and a very small KL term that only
keeps the latents' scale in bounds. Resumes from its checkpoint.
"""
import argparse
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import AutoencoderKL

from common import Clock, autocast, device_of, grid, save


def build(size=64):
    return AutoencoderKL(in_channels=3, out_channels=3, latent_channels=4, sample_size=size, layers_per_block=1,
                         block_out_channels=(32, 64, 64), norm_num_groups=8, mid_block_add_attention=False,
                         down_block_types=("DownEncoderBlock2D",) * 3, up_block_types=("UpDecoderBlock2D",) * 3)


def load(folder, device="cpu"):
    """The trained autoencoder, its latents normalised (see `normalise`)."""
    model = build()
    model.load_state_dict(torch.load(folder / "normalised.pt", map_location="cpu"))
    model.register_to_config(scaling_factor=1.0)
    return model.to(device).eval().requires_grad_(False)


@torch.no_grad()
def normalise(model, x):
    """Folds each latent channel's mean and deviation over pictures x into the 1 x 1 convolutions on both sides of the
    latents. The pictures stay the same, and the denoiser sees channels of mean 0 and deviation 1 (scaling factor 1)."""
    means = torch.cat([model.encode(part).latent_dist.mean for part in x.split(64)])
    mean, std = means.mean((0, 2, 3)), means.std((0, 2, 3))
    to, back = model.quant_conv, model.post_quant_conv
    back.bias += (back.weight[:, :, 0, 0] * mean).sum(1)
    back.weight *= std.view(1, -1, 1, 1)
    to.weight[:4] /= std.view(-1, 1, 1, 1)
    to.bias[:4] = (to.bias[:4] - mean) / std
    to.bias[4:] -= 2 * std.log()


def loss_of(out, x, posterior):
    edges = lambda a: (a[..., 1:] - a[..., :-1], a[..., 1:, :] - a[..., :-1, :])
    gradient = sum(F.l1_loss(p, q) for p, q in zip(edges(out), edges(x)))
    return F.l1_loss(out, x) + 2 * F.mse_loss(out, x) + gradient + 1e-6 * posterior.kl().mean()


def psnr(model, x):
    """Of the mean latent's reconstruction, in dB, pictures in 0..1."""
    with torch.no_grad():
        out = model.decode(model.encode(x).latent_dist.mean).sample.clamp(-1, 1)
    return float((-10 * torch.log10(((out - x) / 2).pow(2).mean((1, 2, 3)))).mean()), out


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--minutes", type=float, default=10)
    arguments.add_argument("--batch", type=int, default=8)
    arguments.add_argument("--rate", type=float, default=2e-3)
    arguments.add_argument("--device", default="auto")
    options = arguments.parse_args()
    device = device_of(options.device)
    torch.manual_seed(0)
    model = build().to(device)
    optimizer = torch.optim.AdamW(model.parameters(), options.rate, betas=(0.9, 0.95), weight_decay=1e-3)
    pictures = np.load(options.data / "pictures.npy", mmap_mode="r")
    step, spent, checkpoint = 0, 0.0, options.out / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device)
        model.load_state_dict(state["model"]), optimizer.load_state_dict(state["optimizer"])
        step, spent = state["step"], state["spent"]
    print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.2f} M parameters on {device}", flush=True)
    clock, rng = Clock(options.minutes, spent=spent), np.random.default_rng(step)
    batch_of = lambda index: torch.from_numpy(pictures[np.sort(index)]).permute(0, 3, 1, 2).to(device).float().div(127.5).sub(1)
    held = batch_of(np.arange(len(pictures) - 64, len(pictures)))  # the last 64 pictures are never trained on
    while not clock.done():
        for group in optimizer.param_groups:
            group["lr"] = options.rate * clock.factor()
        x = batch_of(rng.integers(0, len(pictures) - 64, options.batch))
        with autocast(device):
            posterior = model.encode(x).latent_dist
            out = model.decode(posterior.sample()).sample
        loss = loss_of(out.float(), x, posterior)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
        if step % 200 == 0:
            print(f"step {step}  {clock.spent / 60:.1f} min  loss {loss.item():.4f}", flush=True)
        if step % 400 == 0 or clock.done():
            value, out = psnr(model, held)
            print(f"step {step}  PSNR {value:.2f} dB", flush=True)
            save(checkpoint, model=model.state_dict(), optimizer=optimizer.state_dict(), step=step, spent=clock.spent)
            grid(torch.stack([held[:20], out[:20]], 1).flatten(0, 1), 10, options.out / "samples.png")
    value, _ = psnr(model, held)
    normalise(model, batch_of(rng.integers(0, len(pictures), 2000)))
    print(f"PSNR {value:.2f} dB, after normalising {psnr(model, held)[0]:.2f} dB", flush=True)
    torch.save(model.state_dict(), options.out / "normalised.pt")


if __name__ == "__main__":
    main()
