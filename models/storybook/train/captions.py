"""Captions: many ways to say a Spec in English, among them the bare comma-separated style of prompts."""
from random import Random

from attributes import FLYING, Spec

NAMES = {
    "house": ("house", "house", "cottage", "home", "hut", "cabin"),
    "tree": ("tree", "tree", "tree", "leafy tree", "oak", "oak tree"),
    "pine": ("pine", "pine tree", "pine tree", "fir", "fir tree", "christmas tree", "spruce"),
    "car": ("car", "car", "car", "automobile", "motor car", "old car"),
    "sailboat": ("sailboat", "sailboat", "sailing boat", "boat", "ship", "sailing ship", "yacht"),
    "balloon": ("hot-air balloon", "hot air balloon", "balloon"),
    "castle": ("castle", "castle", "castle", "fortress", "palace"),
    "flower": ("flower", "flower", "flower", "blossom", "daisy"),
    "rocket": ("rocket", "rocket", "rocket ship", "spaceship", "spacecraft"),
    "snowman": ("snowman", "snowman", "snow man"),
    "mushroom": ("mushroom", "mushroom", "toadstool"),
    "lighthouse": ("lighthouse", "lighthouse", "light house", "beacon"),
}
SHADES = {"red": ("red", "red", "red", "scarlet", "crimson"), "orange": ("orange",), "yellow": ("yellow", "yellow", "golden"),
          "green": ("green", "green", "emerald"), "blue": ("blue", "blue", "azure"), "purple": ("purple", "purple", "violet"),
          "pink": ("pink", "pink", "rose"), "brown": ("brown", "brown", "chestnut"), "white": ("white", "white", "snow-white"),
          "black": ("black", "black", "jet-black")}
SKY = {
    "day": ("by day", "in daylight", "under a blue sky", "in the daytime", "during the day", "in the morning", "blue sky"),
    "sunset": ("at sunset", "at sunset", "at sunset", "at dusk", "in the evening", "under an orange sky", "at sundown", "sunset"),
    "night": ("at night", "at night", "at night", "under the stars", "under a starry sky", "at midnight", "in the dark night", "night"),
    "cloudy": ("on a cloudy day", "under a grey sky", "under a gray sky", "in gloomy weather", "under an overcast sky",
               "on an overcast day", "cloudy sky", "cloudy"),
}
GROUND = {
    "grass": ("on the grass", "on grass", "on a meadow", "in a meadow", "in a green field", "on a lawn", "on green grass", "grass"),
    "sand": ("on the beach", "on the sand", "on sand", "in the desert", "on a sandy beach", "in the sand", "sand"),
    "snow": ("in the snow", "on snow", "in winter", "on a snowy field", "on the snow", "in deep snow", "snow"),
    "sea": ("on the sea", "on the water", "at sea", "on the ocean", "on the waves", "in the sea", "sea"),
}
OVER = {"grass": ("over a meadow", "over the grass", "above a green field"), "sand": ("over the desert", "over the sand", "above a beach"),
        "snow": ("over the snow", "above a snowy field"), "sea": ("over the sea", "above the ocean", "over the water")}
SUN = ("with the sun", "and the sun", "under the sun", "with a bright sun", "with the sun in the sky", "sun", "sunshine")
MOON = ("with the moon", "and the moon", "under the moon", "with a crescent moon", "in the moonlight", "moon", "with a moon in the sky")
NO_SUN, NO_MOON = ("without a sun", "with no sun", "no sun"), ("without a moon", "with no moon", "no moon")
MOUNTAINS = ("with mountains", "with mountains", "in front of mountains", "with mountains behind", "near the mountains",
             "with mountains in the background", "with snowy peaks in the background", "mountains", "and mountains")
NO_MOUNTAINS = ("without mountains", "with no mountains", "no mountains")
CLOUDS = ("with clouds", "with white clouds", "with some clouds", "with fluffy clouds", "and clouds", "clouds", "with clouds in the sky")
NO_CLOUDS = ("without clouds", "with no clouds", "no clouds", "under a cloudless sky")
SLOT = {"left": ("on the left", "on the left", "at the left", "on the left side", "to the left", "left"),
        "middle": ("in the middle", "in the middle", "in the centre", "in the center", "at the center", "centered"),
        "right": ("on the right", "on the right", "at the right", "on the right side", "to the right", "right")}
OPENINGS = ("", "", "", "", "", "", "a picture of ", "a drawing of ", "an illustration of ", "a storybook scene of ", "a painting of ",
            "a storybook picture with ", "there is ", "an image of ", "a scene with ", "draw ", "please draw ", "imagine ")
ADJECTIVES = ("", "", "", "", "", "", "little ", "lovely ", "pretty ", "cute ", "small ", "big ", "beautiful ", "lonely ")
ENDINGS = ("", "", "", "", "", "", ", storybook style", ", children's book illustration", ", colorful", ", high quality", ", please", ".")


def _article(phrase):
    return ("an " if phrase[0] in "aeiou" else "a ") + phrase


def _thing(thing, rng, bare):
    name, adjective = rng.choice(NAMES[thing.kind]), rng.choice(ADJECTIVES)
    if not thing.colour:
        phrase = adjective + name
    else:
        shade = rng.choice(SHADES[thing.colour])
        if rng.random() < 0.05:
            phrase = f"{adjective}{name} that is {shade}"
        else:
            phrase = rng.choice((f"{adjective}{shade} {name}", f"{shade} {adjective}{name}"))
    return phrase if bare else rng.choice((_article(phrase),) * 5 + ("one " + phrase, "the " + phrase))


def _things(spec, rng, bare):
    if not spec.things:
        return ""
    things = spec.things
    phrases = [_thing(t, rng, bare) for t in things]
    if len(things) == 1:
        if not things[0].slot:
            return phrases[0]
        slot = rng.choice(SLOT[things[0].slot])
        return f"{slot}{rng.choice((' ', ', '))}{phrases[0]}" if rng.random() < 0.15 else f"{phrases[0]} {slot}"
    if spec.left_of is not None:
        first, second = phrases if rng.random() < 0.5 else phrases[::-1]
        left = spec.left_of == (first is phrases[0])
        side = "left" if left else "right"
        return f"{first} {rng.choice(('to the {} of', 'on the {} of', 'left of' if left else 'right of')).format(side)} {second}"
    order = [0, 1] if rng.random() < 0.5 else [1, 0]
    if things[0].slot:
        parts = [f"{phrases[i]} {rng.choice(SLOT[things[i].slot])}" if rng.random() < 0.85
                 else f"{rng.choice(SLOT[things[i].slot])} {phrases[i]}" for i in order]
        return rng.choice((" and ", " and ", ", ")).join(parts)
    return rng.choice((" and ", " and ", " and ", " next to ", " beside ", " with ", ", ")).join(phrases[i] for i in order)


def caption(spec: Spec, rng: Random) -> str:
    """One way to say the spec."""
    bare = rng.random() < 0.18
    parts = []
    if spec.sky:
        parts.append(rng.choice(SKY[spec.sky]))
    if spec.ground:
        flying = spec.things and all(t.kind in FLYING for t in spec.things)
        parts.append(rng.choice(OVER[spec.ground] if flying and rng.random() < 0.6 else GROUND[spec.ground]))
    if spec.light:
        absent = NO_MOON if spec.sky == "night" else NO_SUN if spec.sky in ("day", "sunset") else NO_SUN + NO_MOON
        parts.append(rng.choice({"sun": SUN, "moon": MOON, "none": absent}[spec.light]))
    if spec.mountains is not None:
        parts.append(rng.choice(MOUNTAINS if spec.mountains else NO_MOUNTAINS))
    if spec.clouds is not None:
        parts.append(rng.choice(CLOUDS if spec.clouds else NO_CLOUDS))
    rng.shuffle(parts)
    main = _things(spec, rng, bare)
    if bare:
        strip = ("with ", "and ", "on the ", "in the ", "at ", "under a ", "the ")
        parts = [next((p[len(s):] for s in strip if p.startswith(s)), p) if rng.random() < 0.5 else p for p in parts]
        text = ", ".join(([main] if main else []) + parts)
    else:
        front = [parts.pop()] if parts and rng.random() < 0.2 else []
        comma = rng.random() < 0.25
        text = (", " if comma else " ").join([main] + parts) if main else (", " if comma else " ").join(parts)
        text = ((front[0] + rng.choice((", ", " ")) if front else "") + rng.choice(OPENINGS) + text.strip() + rng.choice(ENDINGS))
    text = text.strip(" ,")
    if not text:
        text = rng.choice(("a picture", "a scene", "a storybook scene", "a landscape", "an empty landscape"))
    return text[0].upper() + text[1:] if rng.random() < 0.1 else text
