"""Conditioning of prompts with weights, from the token ids and weights in `expected/weighted.json`.

Those figures, and the conditioning summarised there, are what the two user interfaces themselves make of each text.
"""
import json
from pathlib import Path

import torch

import loop

FILE = Path(__file__).parent / "expected" / "weighted.json"


def figures():
    """By syntax, model and text."""
    return {(entry["syntax"], entry["model"], entry["text"]): entry for entry in json.loads(FILE.read_text(encoding="utf-8"))}


def encode(model, entry, clip_skip=None, apply=None):
    """Conditioning [1, 77 chunks, width]; float32. `apply`: how weights are applied, if not as the syntax says."""
    apply = apply or APPLY[entry["syntax"]]
    weights = [torch.tensor(chunk["weights"])[None, :, None] for chunk in entry["chunks"]]
    plain = [loop.embed(model, torch.tensor([chunk["ids"]]), clip_skip) for chunk in entry["chunks"]]
    if all(bool((weight == 1).all()) for weight in weights):
        return torch.cat(plain, 1)
    empty = loop.encode(model, "", clip_skip)
    return torch.cat([apply(state, weight, empty) for state, weight in zip(plain, weights)], 1)


def scaled(state, weight, empty):
    """States times weights, then all of them by one factor that gives the chunk its mean back."""
    return state * weight * (state.mean() / (state * weight).mean())


def moved(state, weight, empty):
    """States moved along the line from the empty prompt's state at the same place."""
    return empty + (state - empty) * weight


APPLY = {"A1111": scaled, "COMFY": moved}


def check(model, entry):
    """Largest difference from the user interface's own conditioning, at the places that the figures give."""
    found = encode(model, entry).flatten()
    assert list(encode(model, entry).shape) == entry["shape"], f"{entry['text']!r}: {entry['shape']} expected"
    return float((found[entry["at"]] - torch.tensor(entry["values"])).abs().max())
