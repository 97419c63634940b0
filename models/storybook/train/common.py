"""What the training scripts share: devices, wall-clock schedules, checkpoints."""
import math
import os
import time
from pathlib import Path

import numpy as np
import torch
from PIL import Image


def device_of(name):
    return torch.device("cuda" if name == "auto" and torch.cuda.is_available() else "cpu" if name == "auto" else name)


def autocast(device):
    return torch.autocast(device.type, torch.bfloat16)


class Clock:
    """A learning-rate schedule by wall clock: warm-up, then a cosine that reaches its end when the time is up.

    Shared machines make step counts a poor budget, so time is the rule; with `steps` the count is, which is what
    two runs that are to be compared need. `spent` and `step` survive restarts through checkpoints."""

    def __init__(self, minutes, warm_up=0.02, floor=0.02, spent=0.0, steps=None, step=0):
        self.limit, self.warm_up, self.floor = minutes * 60, warm_up, floor
        self.steps, self.step = steps, step
        self.begin = time.time() - spent

    @property
    def spent(self):
        return time.time() - self.begin

    @property
    def progress(self):
        """The share of the budget that is used, 1 where none is left."""
        return min(1.0, self.step / self.steps if self.steps else self.spent / self.limit)

    def done(self):
        return self.progress >= 1

    def factor(self):
        p = self.progress
        if p < self.warm_up:
            return max(0.02, p / self.warm_up)
        p = (p - self.warm_up) / (1 - self.warm_up)
        return self.floor + (1 - self.floor) * 0.5 * (1 + math.cos(math.pi * p))


def save(path, **state):
    """Writes a checkpoint so that a crash leaves the old one whole."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(state, path.with_suffix(".part"))
    os.replace(path.with_suffix(".part"), path)


def grid(pictures, columns, path):
    """Pictures in [-1, 1], shape (N, 3, H, W), as one PNG."""
    array = ((pictures.float().clamp(-1, 1) + 1) * 127.5).round().byte().permute(0, 2, 3, 1).cpu().numpy()
    n, h, w, _ = array.shape
    rows = -(-n // columns)
    page = np.full((rows * (h + 2), columns * (w + 2), 3), 255, np.uint8)
    for i, picture in enumerate(array):
        y, x = i // columns * (h + 2), i % columns * (w + 2)
        page[y:y + h, x:x + w] = picture
    Image.fromarray(page).resize((page.shape[1] * 2, page.shape[0] * 2), Image.NEAREST).save(path)
