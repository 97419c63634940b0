"""A check without any network: sky, ground and the colours of things by plain pixel rules, from the renderer's palette."""
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "train"))
from attributes import GROUNDS, SKIES  # noqa: E402
from scenes import GROUND, PALETTE, SKY  # noqa: E402

NEAR, SHARE = 60.0, 0.012  # distance in RGB that counts as the colour; share of all pixels that counts as a thing


def sky_of(picture):
    """The sky whose top colour is nearest to the median of the top rows."""
    top = np.median(picture[:3].reshape(-1, 3), 0)
    return min(SKIES, key=lambda s: np.linalg.norm(top - np.array(SKY[s][0])))


def ground_of(picture):
    """The ground whose tinted colour is nearest to the median of the bottom rows."""
    bottom, tint = np.median(picture[-5:].reshape(-1, 3), 0), np.array(SKY[sky_of(picture)][2])
    return min(GROUNDS, key=lambda g: np.linalg.norm(bottom - np.minimum(255, np.array(GROUND[g]) * tint - 12)))


def has_colour(picture, colour, slot=None):
    """Whether enough pixels, in the half of the picture around the slot, are near the colour's fill or shade."""
    w = picture.shape[1]
    part = picture[:, {"left": slice(0, w // 2), "middle": slice(w // 4, 3 * w // 4), "right": slice(w // 2, w)}.get(slot, slice(None))]
    near = [np.linalg.norm(part.astype(float) - np.array(c), axis=-1) < NEAR for c in PALETTE[colour][:2]]
    return np.logical_or(*near).sum() >= SHARE * picture.shape[0] * w
