"""What the expected pictures are of."""
import diffusers

BOAT = "a photo of a red boat on the calm sea at sunset"
HOUSE = "a painting of a small house near the river"
LONG = ("a photo of a castle on the hill, fog in the valley, a river that winds through the forest, the lighthouse stands on the rocks, "
        "three green apples and one lemon on a wooden table, a dog runs through the tall grass, white clouds, yellow field, "
        "and the last words, which no longer fit, do not count")
ODD = "  L'ÉTÉ à Saint-Malo:\n\ta Cafe\u0301, 12 BOATS & 3½ £… it's «très» naïve — 日本の山 🚤🌅 (sunset) "

FIELDS = dict(prompt=BOAT, negative_prompt="", steps=8, guidance_scale=7.5, seed=1, width=64, height=64, sampler=None, clip_skip=None)

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
    "sd1-dynamo-pndm": ("sd1-dynamo", {}),
    "sd1-dynamo-wide": ("sd1-dynamo", dict(prompt=HOUSE, width=96, seed=12)),
    "sd2-ddim": ("sd2", dict(prompt=HOUSE)),
    "sd2-euler": ("sd2", dict(sampler="EulerDiscreteScheduler", seed=13)),
    "sd2-negative": ("sd2", dict(prompt="a red boat! at sunset!!", negative_prompt="fog, rain", seed=14)),
    "sd1-float16-pndm": ("sd1-float16", {}),
    "sd1-float16-dpm-multistep": ("sd1-float16", dict(sampler="DPMSolverMultistepScheduler", prompt=HOUSE, seed=15)),
}

TOLERANCE = {"sd1-float16": 4}


def all():
    for name, (model, changes) in CASES.items():
        yield name, model, {**FIELDS, **changes}


def arguments(fields):
    """The same for `loop.picture`, the sampler as a class."""
    sampler = fields["sampler"]
    return {**fields, "sampler": sampler and getattr(diffusers, sampler)}
