"""What a storybook scene can say, and how open attributes are filled in.

A `Scene` is complete. A `Spec` is what a caption says: the same fields, with None where it says nothing.
Training draws a Spec first and completes it afterwards, so the distribution of an open attribute given
the caption is known, and evaluation can compare generated pictures with it.
"""
from dataclasses import dataclass, replace
from random import Random

SKIES = ("day", "sunset", "night", "cloudy")
GROUNDS = ("grass", "sand", "snow", "sea")
LIGHTS = ("none", "sun", "moon")
KINDS = ("house", "tree", "pine", "car", "sailboat", "balloon", "castle", "flower", "rocket", "snowman",
         "mushroom", "lighthouse")
COLOURS = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "white", "black")
SLOTS = ("left", "middle", "right")
FLYING = ("balloon", "rocket")

# A tenth of the colour-thing pairs never occurs in training: one colour of every kind.
HELD_OUT = frozenset({
    ("house", "orange"), ("tree", "blue"), ("pine", "pink"), ("car", "green"), ("sailboat", "purple"),
    ("balloon", "green"), ("castle", "red"), ("flower", "brown"), ("rocket", "yellow"), ("snowman", "orange"),
    ("mushroom", "purple"), ("lighthouse", "blue")})

# Colours a thing has when the caption does not name one.
NATURAL = {
    "house": ("red", "yellow", "white", "brown"), "tree": ("green", "green", "orange", "yellow"),
    "pine": ("green",), "car": ("red", "blue", "yellow", "white"), "sailboat": ("red", "white", "blue"),
    "balloon": ("red", "yellow", "orange", "purple"), "castle": ("white", "brown", "pink", "blue"),
    "flower": ("red", "pink", "yellow", "purple"), "rocket": ("red", "white", "blue"), "snowman": ("white",),
    "mushroom": ("red", "red", "brown"), "lighthouse": ("red", "red", "white")}


@dataclass(frozen=True)
class Thing:
    kind: str
    colour: str | None = None
    slot: str | None = None


@dataclass(frozen=True)
class Scene:
    """A complete scene, or, with None for what is left open, a Spec. `left_of` only matters to captions:
    True when the first thing is said to be left of the second without either slot being named."""
    sky: str | None
    ground: str | None
    light: str | None
    mountains: bool | None
    clouds: bool | None
    things: tuple[Thing, ...]
    left_of: bool | None = None


Spec = Scene


def random_spec(rng: Random, held_out: bool = False) -> Spec:
    """What a caption will say. With `held_out`, its first thing is a pair that training never shows."""
    count = 1 + (rng.random() < 0.5) if held_out else rng.choices((0, 1, 2), (6, 46, 48))[0]
    kinds = rng.sample(KINDS, count)
    things = []
    for i, kind in enumerate(kinds):
        if held_out and i == 0:
            colour = next(c for k, c in sorted(HELD_OUT) if k == kind)
        else:
            colour = rng.choice([c for c in COLOURS if (kind, c) not in HELD_OUT]) if rng.random() < 0.85 else None
        things.append(Thing(kind, colour))
    left_of = None
    if count == 1 and rng.random() < 0.5:
        things[0] = replace(things[0], slot=rng.choice(SLOTS))
    if count == 2:
        how = rng.random()
        if how < 0.55:
            slots = sorted(rng.sample(range(3), 2)) if rng.random() < 0.5 else [0, 2]
            rng.shuffle(slots)
            things = [replace(t, slot=SLOTS[s]) for t, s in zip(things, slots)]
        elif how < 0.80:
            left_of = rng.random() < 0.5
    said = lambda p, values: rng.choice(values) if rng.random() < p else None
    sky = said(0.7, SKIES)
    ground = said(0.6, GROUNDS)
    light = {"day": "sun", "sunset": "sun", "night": "moon", "cloudy": None}.get(sky) or rng.choice(("sun", "moon"))
    light = light if sky != "cloudy" and rng.random() < 0.25 else None
    if light is not None and rng.random() < 0.08:
        light = "none"
    mountains = said(0.35, (True, True, True, True, False))
    clouds = said(0.25, (True, True, True, True, False)) if sky != "cloudy" else None
    return Spec(sky, ground, light, mountains, clouds, tuple(things), left_of)


def complete(spec: Spec, rng: Random) -> Scene:
    """Fills in what the caption leaves open."""
    sky, light = spec.sky, spec.light
    if sky is None:
        skies = {"sun": ("day", "day", "sunset"), "moon": ("night", "night", "night", "sunset")}
        sky = rng.choice(skies.get(light, SKIES if spec.clouds is not False else SKIES[:3]))
    if light is None:
        weights = {"day": (30, 67, 3), "sunset": (30, 60, 10), "night": (35, 0, 65), "cloudy": (1, 0, 0)}[sky]
        light = rng.choices(LIGHTS, weights)[0]
    clouds = spec.clouds if spec.clouds is not None else rng.random() < 0.4
    if sky == "cloudy":
        clouds = True
    ground = spec.ground
    if ground is None:
        kinds = {t.kind for t in spec.things}
        likely = "sea" if "sailboat" in kinds else "snow" if "snowman" in kinds else None
        ground = likely if likely and rng.random() < 0.8 else rng.choice(GROUNDS)
    mountains = spec.mountains if spec.mountains is not None else rng.random() < 0.35
    things = [t if t.colour else replace(t, colour=rng.choice(NATURAL[t.kind])) for t in spec.things]
    if len(things) == 1 and things[0].slot is None:
        things[0] = replace(things[0], slot=rng.choices(SLOTS, (1, 2, 1))[0])
    if len(things) == 2 and things[0].slot is None:
        first_left = spec.left_of if spec.left_of is not None else rng.random() < 0.5
        slots = rng.choices(((0, 2), (0, 1), (1, 2)), (2, 1, 1))[0]
        slots = slots if first_left else slots[::-1]
        things = [replace(t, slot=SLOTS[s]) for t, s in zip(things, slots)]
    return Scene(sky, ground, light, mountains, clouds, tuple(things))


def flip(scene: Scene) -> Scene:
    """The same scene or spec seen in a mirror."""
    other = {"left": "right", "right": "left"}
    things = tuple(replace(t, slot=other.get(t.slot, t.slot)) for t in scene.things)
    return replace(scene, things=things, left_of=None if scene.left_of is None else not scene.left_of)
