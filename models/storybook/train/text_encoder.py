"""Pre-trains the text encoder (transformers' CLIPTextModel, small) to say what a caption says.

    python text_encoder.py --tokenizer ../tokenizer --out work/text_encoder --minutes 7

A U-Net trained from scratch together with its text encoder learns late which colour belongs to which thing, and
exchanges the things of a two-thing prompt. Minutes of supervised training settle that: from the states of the end
token and of padding, linear heads must read sky, ground, light, mountains, clouds, and for every kind of thing whether it
is there, its colour and its place; further heads guess what stands in each slot. The heads are then thrown away.
"""
import argparse
from pathlib import Path
from random import Random

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from tokenizers import Tokenizer
from transformers import CLIPTextConfig, CLIPTextModel

from attributes import COLOURS, GROUNDS, KINDS, LIGHTS, SKIES, SLOTS, complete, random_spec
from captions import caption
from common import Clock, autocast, device_of, save

WIDTH, LENGTH = 192, 77
# Answers per question: the first five of the spec (the last answer is "open"), per kind presence, colour, place; per slot.
GLOBAL = (len(SKIES) + 1, len(GROUNDS) + 1, len(LIGHTS) + 1, 3, 3)
COLOUR, PLACE = len(COLOURS) + 1, 6
SLOT_KIND, SLOT_COLOUR = len(KINDS) + 1, len(COLOURS) + 1


def build(tokenizer):
    end = tokenizer.token_to_id("<|endoftext|>")
    return CLIPTextModel(CLIPTextConfig(
        vocab_size=tokenizer.get_vocab_size(), hidden_size=WIDTH, intermediate_size=4 * WIDTH, num_hidden_layers=4,
        num_attention_heads=6, max_position_embeddings=LENGTH, hidden_act="quick_gelu", projection_dim=WIDTH,
        bos_token_id=tokenizer.token_to_id("<|startoftext|>"), eos_token_id=end, pad_token_id=end))


def load(folder, tokenizer, device="cpu"):
    """The trained text encoder, frozen."""
    model = build(tokenizer)
    model.load_state_dict(torch.load(folder / "checkpoint.pt", map_location="cpu")["model"])
    return model.to(device).eval().requires_grad_(False)


def answers(spec, scene):
    """The labels of one caption, a flat list of integers; -100 where a question does not arise."""
    pick = lambda values, value: len(values) if value is None else values.index(value)
    flags = [2 if v is None else int(v) for v in (spec.mountains, spec.clouds)]
    out = [pick(SKIES, spec.sky), pick(GROUNDS, spec.ground), pick(LIGHTS, spec.light), *flags]
    present, colour, place = [0] * len(KINDS), [-100] * len(KINDS), [-100] * len(KINDS)
    for i, thing in enumerate(spec.things):
        k = KINDS.index(thing.kind)
        present[k], colour[k], place[k] = 1, pick(COLOURS, thing.colour), pick(SLOTS, thing.slot)
        if spec.left_of is not None:
            place[k] = 4 if spec.left_of == (i == 0) else 5
    slots = {t.slot: t for t in scene.things}
    kinds = [KINDS.index(slots[s].kind) if s in slots else len(KINDS) for s in SLOTS]
    colours = [COLOURS.index(slots[s].colour) if s in slots else len(COLOURS) for s in SLOTS]
    return out + present + colour + place + kinds + colours


class Heads(nn.Module):
    """Linear questions to one state."""

    def __init__(self):
        super().__init__()
        k = len(KINDS)
        self.sizes = list(GLOBAL) + [2] * k + [COLOUR] * k + [PLACE] * k + [SLOT_KIND] * 3 + [SLOT_COLOUR] * 3
        self.linear = nn.Linear(WIDTH, sum(self.sizes))

    def forward(self, state, labels):
        """Mean loss, and the share of captions with every question but the slots' answered right."""
        logits = self.linear(state).split(self.sizes, -1)
        losses = [F.cross_entropy(l, y, ignore_index=-100, reduction="sum") / len(y) for l, y in zip(logits, labels.T)]
        sure = len(self.sizes) - 6
        right = torch.stack([(l.argmax(-1) == y) | (y == -100) for l, y in zip(logits[:sure], labels.T)], 1)
        return torch.stack(losses).sum(), right.all(1).float().mean()


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--tokenizer", type=Path, default=Path("../tokenizer"))
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--minutes", type=float, default=7)
    arguments.add_argument("--batch", type=int, default=64)
    arguments.add_argument("--rate", type=float, default=2e-3)
    arguments.add_argument("--device", default="auto")
    options = arguments.parse_args()
    device = device_of(options.device)
    torch.manual_seed(0)
    tokenizer = Tokenizer.from_file(str(options.tokenizer / "tokenizer.json"))
    model, heads = build(tokenizer).to(device), Heads().to(device)
    parameters = [*model.parameters(), *heads.parameters()]
    optimizer = torch.optim.AdamW(parameters, options.rate, betas=(0.9, 0.98), weight_decay=0.01)
    step, spent, checkpoint = 0, 0.0, options.out / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device)
        model.load_state_dict(state["model"]), heads.load_state_dict(state["heads"])
        optimizer.load_state_dict(state["optimizer"])
        step, spent = state["step"], state["spent"]
    print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.2f} M parameters on {device}", flush=True)
    clock, rng = Clock(options.minutes, spent=spent), Random(2 * step)
    end = tokenizer.token_to_id("<|endoftext|>")
    while not clock.done():
        for group in optimizer.param_groups:
            group["lr"] = options.rate * clock.factor()
        specs = [random_spec(rng) for _ in range(options.batch)]
        ids = torch.tensor([e.ids for e in tokenizer.encode_batch([caption(s, rng) for s in specs])], device=device)
        labels = torch.tensor([answers(s, complete(s, rng)) for s in specs], device=device)
        if rng.random() < 0.7:
            ids = ids[:, :44]  # mostly short, for speed; now and then all 77, so that every position is trained
        with autocast(device):
            states = model(input_ids=ids).last_hidden_state.float()
        ends = (ids == end).int().argmax(1)
        padding = (ends + (torch.rand(len(ids), device=device) * (ids.shape[1] - ends)).long())
        rows = torch.arange(len(ids), device=device)
        (a, right), (b, right_padding) = heads(states[rows, ends], labels), heads(states[rows, padding], labels)
        optimizer.zero_grad(set_to_none=True)
        (a + b).backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        step += 1
        if step % 50 == 0 or clock.done():
            print(f"step {step}  {clock.spent / 60:.1f} min  loss {a.item():.3f} {b.item():.3f}  "
                  f"all right {right:.3f} {right_padding:.3f}", flush=True)
        if step % 100 == 0 or clock.done():
            save(checkpoint, model=model.state_dict(), heads=heads.state_dict(), optimizer=optimizer.state_dict(), step=step, spent=clock.spent)


if __name__ == "__main__":
    main()
