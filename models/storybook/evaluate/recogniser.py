"""Trains the recogniser: a small convolutional network that reads a scene off a picture.

    python recogniser.py --data work/data --autoencoder work/autoencoder --out recogniser.pt --minutes 4

It sees rendered scenes, half of them passed through the autoencoder, and never a generated picture. All colour-thing
pairs occur in its training, those held out from the generator too. An answer below the confidence THRESHOLD is an abstention.
"""
import argparse
import sys
from pathlib import Path
from random import Random

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "train"))
import autoencoder  # noqa: E402
from attributes import COLOURS, GROUNDS, KINDS, LIGHTS, SKIES, SLOTS, Thing, complete, random_spec  # noqa: E402
from common import Clock, autocast, device_of  # noqa: E402
from scenes import draw_scene  # noqa: E402

THRESHOLD = 0.5
SIZES = [len(SKIES), len(GROUNDS), len(LIGHTS), 2, 2] + [len(KINDS) + 1] * 3 + [len(COLOURS) + 1] * 3


class Recogniser(nn.Module):
    def __init__(self, width=32):
        super().__init__()
        layer = lambda i, o, stride: nn.Sequential(nn.Conv2d(i, o, 3, stride, 1, bias=False), nn.BatchNorm2d(o), nn.ReLU())
        w = width
        self.features = nn.Sequential(layer(3, w, 2), layer(w, 2 * w, 2), layer(2 * w, 2 * w, 1), layer(2 * w, 4 * w, 2), layer(4 * w, 4 * w, 1),
                                      layer(4 * w, 4 * w, 2), nn.Flatten(), nn.Dropout(0.1), nn.Linear(4 * w * 16, 256), nn.ReLU())
        self.heads = nn.Linear(256, sum(SIZES))

    def forward(self, x):
        return self.heads(self.features(x)).split(SIZES, -1)


def labels_of(scene):
    slots = {t.slot: t for t in scene.things}
    return [SKIES.index(scene.sky), GROUNDS.index(scene.ground), LIGHTS.index(scene.light), int(scene.mountains), int(scene.clouds),
            *[KINDS.index(slots[s].kind) if s in slots else len(KINDS) for s in SLOTS],
            *[COLOURS.index(slots[s].colour) if s in slots else len(COLOURS) for s in SLOTS]]


def any_scene(rng):
    """A scene of the training distribution, but with colours uniform, held-out pairs included."""
    scene = complete(random_spec(rng), rng)
    things = tuple(Thing(t.kind, rng.choice(COLOURS), t.slot) for t in scene.things)
    return scene.__class__(scene.sky, scene.ground, scene.light, scene.mountains, scene.clouds, things)


def rendered(rng, count):
    """Pictures in [-1, 1] and labels."""
    scenes = [any_scene(rng) for _ in range(count)]
    pictures = np.stack([np.asarray(draw_scene(s, rng)) for s in scenes])
    return torch.from_numpy(pictures).permute(0, 3, 1, 2).float().div(127.5).sub(1), torch.tensor([labels_of(s) for s in scenes])


@torch.no_grad()
def reconstruct(vae, x):
    return vae.decode(vae.encode(x)).float().clamp(-1, 1)


@torch.no_grad()
def read(model, x):
    """Answers and confidences, (N, 11) each; an abstention is -1."""
    answers, sure = [], []
    for logits in zip(*[model(part) for part in x.split(256)]):
        p = torch.cat(logits).softmax(-1).max(-1)
        answers.append(torch.where(p.values < THRESHOLD, -1, p.indices)), sure.append(p.values)
    return torch.stack(answers, 1), torch.stack(sure, 1)


def load(file):
    model = Recogniser()
    model.load_state_dict(torch.load(file, map_location="cpu"))
    return model.eval()


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--autoencoder", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--minutes", type=float, default=4)
    arguments.add_argument("--scenes", type=int, default=24000)
    arguments.add_argument("--device", default="auto")
    options = arguments.parse_args()
    device = device_of(options.device)
    torch.manual_seed(1)
    vae, rng = autoencoder.load(options.autoencoder, device), Random(99)
    x, y = rendered(rng, options.scenes)
    half = options.scenes // 2
    with autocast(device):
        for i in range(0, half, 256):
            x[i:i + 256] = reconstruct(vae, x[i:i + 256].to(device)).cpu()
    print("data ready", flush=True)
    model = Recogniser().to(device)
    optimizer = torch.optim.AdamW(model.parameters(), 2e-3, weight_decay=0.01)
    clock, step = Clock(options.minutes), 0
    while not clock.done():
        for group in optimizer.param_groups:
            group["lr"] = 2e-3 * clock.factor()
        rows = torch.randint(len(x), (128,))
        pictures = x[rows].to(device)
        pictures = pictures + torch.randn_like(pictures) * 0.1 * torch.rand(len(rows), 1, 1, 1, device=device)
        with autocast(device):
            logits = model(pictures)
        loss = sum(F.cross_entropy(l.float(), t) for l, t in zip(logits, y[rows].to(device).T))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        step += 1
        if step % 200 == 0:
            print(f"step {step}  {clock.spent / 60:.1f} min  loss {loss.item():.4f}", flush=True)
    model.eval().cpu()
    torch.save({k: v.half() if v.is_floating_point() else v for k, v in model.state_dict().items()}, options.out)
    x, y = rendered(Random(12345), 2000)
    for name, pictures in (("rendered", x), ("reconstructed", torch.cat([reconstruct(vae, p.to(device)).cpu() for p in x.split(250)]))):
        answers, _ = read(model, pictures)
        right = (answers == y).float().mean(0)
        print(name, {k: round(float(v), 4) for k, v in zip("sky ground light mountains clouds kindL kindM kindR colourL colourM colourR".split(), right)})


if __name__ == "__main__":
    main()
