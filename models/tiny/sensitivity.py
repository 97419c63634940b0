"""How far the picture moves when something is done wrong: what a comparison with these pictures can notice."""
import copy

import numpy as np
import torch
from diffusers import EulerDiscreteScheduler
from tokenizers import normalizers
from transformers.activations import QuickGELUActivation

import bpe
import cases
import loop
import models
import weighted

TOLERANCE = 2


def table():
    print(f"\n{'mistake':52} {'largest':>7} {'mean':>6} {'beyond 2':>8}")
    for name, correct, wrong in mistakes():
        difference = np.abs(correct.astype(int) - wrong)
        print(f"{name:52} {difference.max():7} {difference.mean():6.1f} {(difference > 2).mean():8.0%}")
        assert difference.max() >= 3 * TOLERANCE, f"{name} could pass unnoticed"


def mistakes():
    sd1, sd2, half = (models.reference(name) for name in ("sd1", "sd2", "sd1-float16"))
    boat = loop.picture(sd1, cases.BOAT)
    house = loop.picture(sd2, cases.HOUSE)
    yield "one merge left out", boat, loop.picture(without_merge(sd1), cases.BOAT)
    yield "one token's id is one more", boat, loop.picture(other_ids(sd1, lambda ids: ids.index_put((torch.tensor(0), torch.tensor(5)), ids[0, 5] + 1)), cases.BOAT)
    yield "padded with 0", boat, loop.picture(other_ids(sd1, lambda ids: torch.where(torch.arange(77) > ids.argmax(), 0, ids)), cases.BOAT)
    yield "no start mark", boat, loop.picture(other_ids(sd1, lambda ids: torch.cat([ids[:, 1:], ids[:, -1:]], 1)), cases.BOAT)
    yield "capitals kept", boat, loop.picture(other_ids(sd1, lambda ids: capital(sd1, ids)), cases.BOAT)
    yield "long text cut without end mark", loop.picture(sd1, cases.LONG), loop.picture(other_ids(sd1, lambda ids: uncut(sd1, ids)), cases.LONG)
    yield "accents not composed", loop.picture(sd1, "a café"), loop.picture(decomposed(sd1), "a café")
    yield "sd2 padded with the end mark", house, loop.picture(swapped(sd2, tokenizer=sd1.tokenizer), cases.HOUSE)
    yield "clip_skip left out", loop.picture(sd1, cases.BOAT, clip_skip=1), boat
    yield "clip_skip one too many", loop.picture(sd1, cases.BOAT, clip_skip=1), loop.picture(sd1, cases.BOAT, clip_skip=2)
    yield "clip_skip without the final norm", loop.picture(sd1, cases.BOAT, clip_skip=1), loop.picture(unnormed(sd1), cases.BOAT, clip_skip=1)
    yield "negative prompt left out", loop.picture(sd1, cases.BOAT, negative_prompt="fog"), boat
    yield "guidance rows swapped", boat, guided(sd1, cases.BOAT)
    yield "guidance 7.5 as 7", boat, loop.picture(sd1, cases.BOAT, guidance_scale=7)
    yield "another seed", boat, loop.picture(sd1, cases.BOAT, seed=2)
    yield "steps_offset left out", boat, loop.picture(rescheduled(sd1, steps_offset=0), cases.BOAT)
    yield "U-Net told the time plus one", boat, loop.picture(swapped(sd1, unet=Late(sd1.unet)), cases.BOAT)
    yield "set_alpha_to_one", house, loop.picture(rescheduled(sd2, set_alpha_to_one=True), cases.HOUSE)
    yield "linear betas", boat, loop.picture(rescheduled(sd1, beta_schedule="linear"), cases.BOAT)
    yield "one step less", boat, loop.picture(sd1, cases.BOAT, steps=7)
    yield "v prediction taken for noise", house, loop.picture(rescheduled(sd2, prediction_type="epsilon"), cases.HOUSE)
    yield "quick_gelu taken for gelu", house, loop.picture(quick(sd2), cases.HOUSE)
    yield "PNDM taken for Euler", boat, loop.picture(sd1, cases.BOAT, sampler=EulerDiscreteScheduler)
    yield "scaling factor left out", boat, loop.picture(other_vae(sd1, scaling_factor=1.0), cases.BOAT)
    yield "another model's scaling factor", loop.picture(half, cases.BOAT), loop.picture(other_vae(half, scaling_factor=0.18215), cases.BOAT)
    heavy = {syntax: weigh(sd1, syntax) for syntax in ("A1111", "COMFY")}
    yield "A1111's weights left out", heavy["A1111"], weigh(sd1, "A1111", lambda state, weight, empty: state)
    yield "A1111's mean not given back", heavy["A1111"], weigh(sd1, "A1111", lambda state, weight, empty: state * weight)
    yield "COMFY's weights left out", heavy["COMFY"], weigh(sd1, "COMFY", lambda state, weight, empty: state)
    yield "COMFY's prompt weighed as A1111's", heavy["COMFY"], weigh(sd1, "COMFY", weighted.APPLY["A1111"])
    yield "shift left out", loop.picture(half, cases.BOAT), loop.picture(other_vae(half, shift_factor=None), cases.BOAT)


def swapped(model, **parts):
    return loop.Model(**{**vars(model), **parts})


def rescheduled(model, **settings):
    return swapped(model, scheduler=type(model.scheduler).from_config(model.scheduler.config, **settings))


def other_vae(model, **settings):
    vae = copy.deepcopy(model.vae)
    vae.register_to_config(**settings)
    return swapped(model, vae=vae)


def other_ids(model, change):
    """The model with other ids for prompts, not for the empty negative prompt."""
    def tokenizer(text, **options):
        out = model.tokenizer(text, **options)
        if text:
            out["input_ids"] = change(out.input_ids)
        return out
    return swapped(model, tokenizer=tokenizer)


def without_merge(model):
    left_out = ("th", "e</w>")
    merges = [pair for pair in models.MERGES if pair != left_out]
    assert len(merges) < len(models.MERGES), f"{left_out} is not one of the merges"

    def write(folder):
        bpe.write(folder, models.MERGES)
        (folder / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges), encoding="utf-8")
    return swapped(model, tokenizer=models.tokenizer(write))


def capital(model, ids):
    return ids.index_put((torch.tensor(0), torch.tensor(1)), torch.tensor(model.tokenizer.convert_tokens_to_ids("A</w>")))


def uncut(model, ids):
    return ids.index_put((torch.tensor(0), torch.tensor(76)), ids[0, 75])


def decomposed(model):
    """Reads texts as they come instead of composing letters and accents."""
    tokenizer = copy.deepcopy(model.tokenizer)
    tokenizer.backend_tokenizer.normalizer = normalizers.Sequence([normalizers.NFD(), normalizers.Lowercase()])
    return swapped(model, tokenizer=tokenizer)


def unnormed(model):
    def text_encoder(ids, output_hidden_states):
        return model.text_encoder(ids, output_hidden_states=output_hidden_states)
    text_encoder.final_layer_norm = torch.nn.Identity()
    return swapped(model, text_encoder=text_encoder)


def guided(model, prompt):
    """The rows of guidance swapped."""
    positive, negative = loop.encode(model, prompt), loop.encode(model, "")
    return loop.decode(model, loop.denoise(model, negative, positive, 8, 7.5, 1, 64, 64))


def quick(model):
    text = copy.deepcopy(model.text_encoder)
    for layer in text.encoder.layers:
        layer.mlp.activation_fn = QuickGELUActivation()
    return swapped(model, text_encoder=text)


def weigh(model, syntax, apply=None):
    """A weighted prompt's picture, its weights applied as told."""
    entry = weighted.figures()[syntax, "sd1", cases.WEIGHED]
    return loop.render(model, weighted.encode(model, entry, apply=apply), loop.encode(model, ""), 8, 7.5, 1, 64, 64)


class Late:
    """The U-Net at a time one later than asked."""

    def __init__(self, unet):
        self.unet, self.dtype = unet, unet.dtype

    def __call__(self, sample, time, **inputs):
        return self.unet(sample, time + 1, **inputs)
