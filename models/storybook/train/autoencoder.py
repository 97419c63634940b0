"""Trains the autoencoder: 64 x 64 pictures to 16 x 16 x 4 latents and back.

    python autoencoder.py --data work/data --out work/autoencoder --minutes 8
    python autoencoder.py --data work/data --out work/autoencoder --minutes 20 --decoder-only

Both sides are a linear map plus a small convolutional correction that starts at zero. The linear map is the principal
components of 4 x 4 patches, so training starts from the best linear code, colours right, and most of the work
happens at 16 x 16, where it is cheap: 30.4 dB after 927 steps of 8, where a small AutoencoderKL had 25.5 dB after 1,616.
`--decoder-only` goes on with the encoder frozen: latents, and a denoiser trained on them, stay valid.
"""
import argparse
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from common import Clock, autocast, device_of, grid, save

LATENTS, PATCH, WIDTH, LOGVAR = 4, 4, 128, -6.0


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.a, self.b = nn.Conv2d(width, width, 3, 1, 1), nn.Conv2d(width, width, 3, 1, 1)
        self.norm = nn.GroupNorm(8, width)
        nn.init.zeros_(self.b.weight), nn.init.zeros_(self.b.bias)

    def forward(self, x):
        return x + self.b(F.silu(self.a(F.silu(self.norm(x)))))


class Encoder(nn.Module):
    """(B, 3, 4h, 4w) in [-1, 1] to mean latents (B, 4, h, w)."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Conv2d(3, LATENTS, PATCH, PATCH)
        self.net = nn.Sequential(nn.PixelUnshuffle(PATCH), nn.Conv2d(3 * PATCH ** 2, WIDTH, 3, 1, 1), Block(WIDTH), nn.SiLU(),
                                 nn.Conv2d(WIDTH, 16, 1))
        self.last = nn.Conv2d(16, LATENTS, 1)
        nn.init.zeros_(self.last.weight), nn.init.zeros_(self.last.bias)
        self.register_buffer("shift", torch.zeros(1, LATENTS, 1, 1))
        self.register_buffer("scale", torch.ones(1, LATENTS, 1, 1))

    def forward(self, x):
        return (self.linear(x).float() + self.last(self.net(x)).float() - self.shift) / self.scale


class Decoder(nn.Module):
    """Latents (B, 4, h, w) to pictures (B, 3, 4h, 4w), about -1 to 1."""

    def __init__(self):
        super().__init__()
        self.linear = nn.ConvTranspose2d(LATENTS, 3, PATCH, PATCH)
        self.net = nn.Sequential(
            nn.Conv2d(LATENTS, WIDTH, 3, 1, 1), Block(WIDTH), Block(WIDTH), Block(WIDTH), nn.SiLU(), nn.Conv2d(WIDTH, 256, 3, 1, 1),
            nn.PixelShuffle(2), Block(64), nn.SiLU(), nn.Conv2d(64, 64, 3, 1, 1), nn.PixelShuffle(2), nn.SiLU())
        self.last = nn.Conv2d(16, 3, 3, 1, 1)
        nn.init.zeros_(self.last.weight), nn.init.zeros_(self.last.bias)
        self.register_buffer("shift", torch.zeros(1, LATENTS, 1, 1))
        self.register_buffer("scale", torch.ones(1, LATENTS, 1, 1))

    def forward(self, z):
        z = z * self.scale + self.shift
        return self.linear(z) + self.last(self.net(z))


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder, self.decoder = Encoder(), Decoder()

    encode = property(lambda self: self.encoder)
    decode = property(lambda self: self.decoder)


def build():
    return Autoencoder()


@torch.no_grad()
def start_linear(model, x):
    """Sets both linear maps to the whitened principal components of the patches of pictures x."""
    patches = F.unfold(x, PATCH, stride=PATCH).transpose(1, 2).reshape(-1, 3 * PATCH ** 2).double()
    mean = patches.mean(0)
    values, vectors = torch.linalg.eigh(torch.cov((patches - mean).T))
    basis, size = vectors[:, -LATENTS:].T.flip(0), values[-LATENTS:].flip(0).sqrt()
    down, up = basis / size[:, None], basis * size[:, None]
    model.encoder.linear.weight.copy_(down.view(LATENTS, 3, PATCH, PATCH))
    model.encoder.linear.bias.copy_(-(down @ mean))
    model.decoder.linear.weight.copy_(up.view(LATENTS, 3, PATCH, PATCH))
    model.decoder.linear.bias.copy_(mean.view(3, -1).mean(1))


@torch.no_grad()
def normalise(model, x):
    """Makes every latent channel mean 0 and deviation 1 over pictures x, without changing the pictures."""
    z = torch.cat([model.encode(part) for part in x.split(64)]) * model.encoder.scale + model.encoder.shift
    shift, scale = z.mean((0, 2, 3)).view(1, -1, 1, 1), z.std((0, 2, 3)).view(1, -1, 1, 1)
    for side in (model.encoder, model.decoder):
        side.shift.copy_(shift), side.scale.copy_(scale)


def load(folder, device="cpu"):
    model = build()
    model.load_state_dict(torch.load(folder / "normalised.pt", map_location="cpu"))
    return model.to(device).eval().requires_grad_(False)


def loss_of(out, x):
    edges = lambda a: (a[..., 1:] - a[..., :-1], a[..., 1:, :] - a[..., :-1, :])
    gradient = sum(F.l1_loss(p, q) for p, q in zip(edges(out), edges(x)))
    return 5 * F.mse_loss(out, x) + 0.5 * F.l1_loss(out, x) + 0.5 * gradient


def psnr(model, x):
    """Of the mean latent's reconstruction, in dB, pictures in 0..1."""
    with torch.no_grad():
        out = model.decode(model.encode(x)).clamp(-1, 1)
    return float((-10 * torch.log10(((out - x) / 2).pow(2).mean((1, 2, 3)))).mean()), out


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--minutes", type=float, default=8)
    arguments.add_argument("--batch", type=int, default=8)
    arguments.add_argument("--rate", type=float, default=2e-3)
    arguments.add_argument("--floor", type=float, default=0.02, help="share of the rate at the end")
    arguments.add_argument("--decoder-only", action="store_true")
    arguments.add_argument("--device", default="auto")
    options = arguments.parse_args()
    device = device_of(options.device)
    torch.manual_seed(0)
    options.out.mkdir(parents=True, exist_ok=True)
    pictures = np.load(options.data / "pictures.npy", mmap_mode="r")
    batch_of = lambda index: torch.from_numpy(pictures[np.sort(index)]).permute(0, 3, 1, 2).to(device).float().div(127.5).sub(1)
    held = batch_of(np.arange(len(pictures) - 64, len(pictures)))  # the last 64 pictures are never trained on
    model = build().to(device)
    start_linear(model, batch_of(np.arange(2000)))
    print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.2f} M parameters on {device}; linear code: {psnr(model, held)[0]:.2f} dB", flush=True)
    optimizer = torch.optim.AdamW(model.parameters(), options.rate, betas=(0.9, 0.95), weight_decay=1e-3)
    step, spent, checkpoint = 0, 0.0, options.out / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device)
        model.load_state_dict(state["model"]), optimizer.load_state_dict(state["optimizer"])
        step, spent = state["step"], state["spent"]
    model.encoder.requires_grad_(not options.decoder_only)
    clock, rng = Clock(options.minutes, floor=options.floor, spent=spent), np.random.default_rng(step)
    while not clock.done():
        for group in optimizer.param_groups:
            group["lr"] = options.rate * clock.factor()
        x = batch_of(rng.integers(0, len(pictures) - 64, options.batch))
        with autocast(device):
            z = model.encode(x)
            out = model.decode(z + 0.05 * torch.randn_like(z))
        loss = loss_of(out.float(), x) + 1e-4 * z.pow(2).mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
        if step % 100 == 0:
            print(f"step {step}  {clock.spent / 60:.1f} min  loss {loss.item():.4f}", flush=True)
        if step % 400 == 0 or clock.done():
            value, out = psnr(model, held)
            print(f"step {step}  PSNR {value:.2f} dB", flush=True)
            save(checkpoint, model=model.state_dict(), optimizer=optimizer.state_dict(), step=step, spent=clock.spent)
            grid(torch.stack([held[:20], out[:20]], 1).flatten(0, 1), 10, options.out / "samples.png")
    if not options.decoder_only:
        normalise(model, batch_of(rng.integers(0, len(pictures), 2000)))
        save(checkpoint, model=model.state_dict(), optimizer=optimizer.state_dict(), step=step, spent=clock.spent)
        print(f"after normalising {psnr(model, held)[0]:.2f} dB", flush=True)
    torch.save(model.state_dict(), options.out / "normalised.pt")


if __name__ == "__main__":
    main()
