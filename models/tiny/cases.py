"""What the expected pictures are of."""
import diffusers

import loop
import weighted

BOAT = "a photo of a red boat on the calm sea at sunset"
HOUSE = "a painting of a small house near the river"
LONG = ("a photo of a castle on the hill, fog in the valley, a river that winds through the forest, the lighthouse stands on the rocks, "
        "three green apples and one lemon on a wooden table, a dog runs through the tall grass, white clouds, yellow field, "
        "and the last words, which no longer fit, do not count")
ODD = "  L'ÉTÉ à Saint-Malo:\n\ta Cafe\u0301, 12 BOATS & 3½ £… it's «très» naïve — 日本の山 🚤🌅 (sunset) "

WEIGHED = "a ((red:1.3)) boat, [calm] sea at (sunset:1.4), \\(fog\\)"
BROKEN = LONG.replace("a castle", "a (castle:1.4)") + " BREAK (small house:0.6) near the [river]"

FIELDS = dict(prompt=BOAT, negative_prompt="", steps=8, guidance_scale=7.5, seed=1, width=64, height=64, sampler=None, clip_skip=None,
              prompt_syntax="PLAIN")

CASES = {
    "sd1-pndm": ("sd1", {}),
    "sd1-euler": ("sd1", dict(sampler="EulerDiscreteScheduler", seed=2)),
    "sd1-euler-ancestral": ("sd1", dict(sampler="EulerAncestralDiscreteScheduler", seed=3)),
    "sd1-dpm-multistep": ("sd1", dict(sampler="DPMSolverMultistepScheduler", seed=4)),
    "sd1-wide": ("sd1", dict(width=96, seed=5)),
    "sd1-clip-skip-1": ("sd1", dict(clip_skip=1)),
    "sd1-clip-skip-2": ("sd1", dict(clip_skip=2)),
    "sd1-long": ("sd1", dict(prompt=LONG, seed=6)),
    "sd1-negative": ("sd1", dict(negative_prompt="blurry, low quality, text", seed=7)),
    "sd1-odd": ("sd1", dict(prompt=ODD, seed=8)),
    "sd1-unguided": ("sd1", dict(guidance_scale=1.0, seed=9)),
    "sd1-empty": ("sd1", dict(prompt="", negative_prompt="a cat", seed=10)),
    "sd1-older-pndm": ("sd1-older", {}),
    "sd1-older-euler-tall": ("sd1-older", dict(sampler="EulerDiscreteScheduler", prompt=HOUSE, height=96, seed=11)),
    "sd1-oldest-pndm": ("sd1-oldest", {}),
    "sd1-dynamo-pndm": ("sd1-dynamo", {}),
    "sd1-dynamo-wide": ("sd1-dynamo", dict(prompt=HOUSE, width=96, seed=12)),
    "sd2-ddim": ("sd2", dict(prompt=HOUSE)),
    "sd2-euler": ("sd2", dict(sampler="EulerDiscreteScheduler", seed=13)),
    "sd2-negative": ("sd2", dict(prompt="a red boat! at sunset!!", negative_prompt="fog, rain", seed=14)),
    "sd1-float16-pndm": ("sd1-float16", {}),
    "sd1-float16-dpm-multistep": ("sd1-float16", dict(sampler="DPMSolverMultistepScheduler", prompt=HOUSE, seed=15)),
    "sd1-a1111": ("sd1", dict(prompt_syntax="A1111", prompt=WEIGHED, negative_prompt="(blurry:1.2), [fog]", seed=16)),
    "sd1-a1111-long": ("sd1", dict(prompt_syntax="A1111", prompt=BROKEN, seed=17)),
    "sd1-a1111-clip-skip-1": ("sd1", dict(prompt_syntax="A1111", prompt=WEIGHED, guidance_scale=1.0, clip_skip=1, seed=18)),
    "sd1-comfy": ("sd1", dict(prompt_syntax="COMFY", prompt=WEIGHED, negative_prompt="(blurry:1.2), [fog]", seed=16)),
    "sd1-comfy-long": ("sd1", dict(prompt_syntax="COMFY", prompt=BROKEN, seed=17)),
    "sd2-a1111": ("sd2", dict(prompt_syntax="A1111", prompt=WEIGHED, seed=19)),
    "sd2-comfy-long": ("sd2", dict(prompt_syntax="COMFY", prompt=BROKEN, negative_prompt=WEIGHED, seed=20)),
}

TOLERANCE = {"sd1-float16": 4}


def each():
    for name, (model, changes) in CASES.items():
        yield name, model, {**FIELDS, **changes}


def arguments(fields):
    """The same for `loop.picture`, the sampler as a class."""
    sampler = fields["sampler"]
    plain = {name: value for name, value in fields.items() if name != "prompt_syntax"}
    return {**plain, "sampler": sampler and getattr(diffusers, sampler)}


def picture(network, model, fields):
    """`network`: the networks to make it with, of the model of that name."""
    settings = arguments(fields)
    if fields["prompt_syntax"] == "PLAIN":
        return loop.picture(network, **settings)
    figures = weighted.figures()
    positive, negative = (figures[fields["prompt_syntax"], model, fields[field]] for field in ("prompt", "negative_prompt"))
    return loop.render(network, weighted.encode(network, positive, fields["clip_skip"]), weighted.encode(network, negative),
                       *(settings[name] for name in ("steps", "guidance_scale", "seed", "width", "height", "sampler")))
