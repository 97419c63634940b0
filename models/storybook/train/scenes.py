"""Draws a scene as a picture of 64 x 64 (or more), four times supersampled so that edges are smooth.

    python scenes.py --sheet sheet.png        draws a contact sheet to look at
"""
import argparse
import math
from random import Random

import numpy as np
from PIL import Image, ImageDraw

from attributes import FLYING, Scene, complete, random_spec

CANVAS = 256  # drawing units; the picture is reduced from this
LINE = 4      # outline, one pixel of the finished 64 x 64 picture

#           fill             shade            outline
PALETTE = {
    "red":    ((222, 42, 48), (168, 24, 40), (112, 14, 30)),
    "orange": ((250, 134, 24), (212, 96, 12), (140, 60, 8)),
    "yellow": ((253, 216, 40), (226, 170, 20), (150, 106, 10)),
    "green":  ((46, 160, 66), (26, 116, 52), (12, 72, 34)),
    "blue":   ((38, 96, 226), (22, 66, 172), (12, 38, 110)),
    "purple": ((136, 62, 196), (100, 38, 150), (62, 18, 100)),
    "pink":   ((252, 138, 188), (230, 98, 156), (160, 54, 104)),
    "brown":  ((136, 84, 46), (102, 60, 32), (62, 34, 18)),
    "white":  ((250, 250, 250), (212, 216, 228), (112, 118, 144)),
    "black":  ((44, 42, 52), (26, 24, 32), (128, 126, 146)),
}
SLATE, CREAM, GLASS, GLOW = (82, 86, 112), (255, 244, 216), (176, 226, 250), (255, 226, 120)
TRUNK, LEAF, INK = (112, 72, 44), (52, 136, 60), (40, 36, 44)

# Top and bottom of the sky, tint of the ground, tint of the mountains.
SKY = {
    "day":    ((74, 160, 244), (190, 228, 255), (1.0, 1.0, 1.0), (124, 140, 176)),
    "sunset": ((118, 66, 150), (255, 168, 78), (0.98, 0.82, 0.76), (112, 70, 122)),
    "night":  ((12, 16, 56), (48, 62, 128), (0.50, 0.54, 0.72), (44, 48, 92)),
    "cloudy": ((132, 140, 152), (190, 196, 204), (0.84, 0.86, 0.88), (104, 112, 126)),
}
GROUND = {"grass": (112, 196, 76), "sand": (244, 212, 140), "snow": (238, 244, 253), "sea": (34, 124, 186)}


def _gradient(top, bottom, middle=None):
    stops = [top, middle, bottom] if middle else [top, bottom]
    rows = np.linspace(0, 1, CANVAS)
    at = np.linspace(0, 0.72, len(stops))
    column = np.stack([np.interp(rows, at, [s[c] for s in stops]) for c in range(3)], 1)
    return Image.fromarray(np.repeat(column[:, None].round().astype(np.uint8), CANVAS, 1))


def _skies(name):
    """A few shades of the same sky, drawn once."""
    top, bottom, _, _ = SKY[name]
    middle = (244, 110, 110) if name == "sunset" else None
    shift = lambda colour, k: tuple(int(max(0, min(255, c + k))) for c in colour)
    return [_gradient(shift(top, k), shift(bottom, k // 2), middle and shift(middle, k)) for k in (-12, -6, 0, 6, 12)]


_SKIES = {name: _skies(name) for name in SKY}


def _tint(colour, tint):
    return tuple(int(min(255, c * t)) for c, t in zip(colour, tint))


class Pen:
    """Draws in units of one thing: x from -0.5 to 0.5 around its centre, y from 0 (its foot) up to 1."""

    def __init__(self, draw, x, foot, size, colour):
        self.draw, self.x, self.foot, self.size = draw, x, foot, size
        self.fill, self.shade, self.line = PALETTE[colour]
        self.colour = colour

    def at(self, x, y):
        return self.x + x * self.size, self.foot - y * self.size

    def box(self, x0, y0, x1, y1):
        (a, b), (c, d) = self.at(x0, y1), self.at(x1, y0)
        return [a, b, c, d]

    def poly(self, points, fill, line=None):
        points = [self.at(*p) for p in points]
        self.draw.polygon(points, fill=fill)
        if line:
            self.draw.line(points + points[:2], fill=line, width=LINE, joint="curve")

    def rect(self, x0, y0, x1, y1, fill, line=None):
        self.draw.rectangle(self.box(x0, y0, x1, y1), fill=fill, outline=line, width=LINE if line else 0)

    def round(self, x0, y0, x1, y1, radius, fill, line=None):
        self.draw.rounded_rectangle(self.box(x0, y0, x1, y1), radius * self.size, fill=fill, outline=line,
                                    width=LINE if line else 0)

    def oval(self, x, y, rx, ry, fill, line=None):
        self.draw.ellipse(self.box(x - rx, y - ry, x + rx, y + ry), fill=fill, outline=line, width=LINE if line else 0)

    def stroke(self, points, fill, width=LINE):
        self.draw.line([self.at(*p) for p in points], fill=fill, width=width)


def house(p):
    p.rect(0.16, 0.66, 0.28, 0.94, SLATE)
    p.rect(-0.40, 0, 0.40, 0.54, p.fill, p.line)
    p.poly([(-0.5, 0.5), (0, 0.98), (0.5, 0.5)], SLATE, INK)
    p.rect(-0.09, 0, 0.09, 0.32, CREAM, p.line)
    p.rect(-0.32, 0.22, -0.16, 0.40, GLOW, p.line)
    p.rect(0.16, 0.22, 0.32, 0.40, GLOW, p.line)


def tree(p):
    p.poly([(-0.09, 0), (-0.06, 0.5), (0.06, 0.5), (0.09, 0)], TRUNK)
    for x, y, r in ((-0.2, 0.54, 0.21), (0.2, 0.54, 0.21), (0, 0.74, 0.25)):
        p.oval(x, y, r, r, p.fill, p.line)
    for x, y, r in ((-0.2, 0.54, 0.185), (0.2, 0.54, 0.185), (0, 0.74, 0.225), (0, 0.55, 0.16)):
        p.oval(x, y, r, r, p.fill)
    for x, y in ((-0.18, 0.5), (0.2, 0.58), (0.02, 0.8), (0.02, 0.56)):
        p.oval(x, y, 0.045, 0.045, p.shade)


def pine(p):
    p.rect(-0.07, 0, 0.07, 0.2, TRUNK)
    for y, w, top in ((0.14, 0.40, 0.52), (0.36, 0.32, 0.74), (0.58, 0.24, 1.0)):
        p.poly([(-w, y), (0, top), (w, y)], p.fill, p.line)
        p.poly([(w * 0.1, y + 0.04), (0.0, top - 0.08), (w * 0.86, y + 0.04)], p.shade)


def car(p):
    p.poly([(-0.27, 0.3), (-0.17, 0.56), (0.17, 0.56), (0.30, 0.3)], p.fill, p.line)
    p.poly([(-0.20, 0.33), (-0.13, 0.5), (-0.02, 0.5), (-0.02, 0.33)], GLASS)
    p.poly([(0.04, 0.33), (0.04, 0.5), (0.14, 0.5), (0.22, 0.33)], GLASS)
    p.round(-0.5, 0.1, 0.5, 0.36, 0.09, p.fill, p.line)
    p.rect(-0.46, 0.14, 0.46, 0.19, p.shade)
    p.oval(0.44, 0.27, 0.045, 0.05, GLOW)
    for x in (-0.28, 0.28):
        p.oval(x, 0.1, 0.13, 0.13, INK, (120, 118, 130))
        p.oval(x, 0.1, 0.055, 0.055, (206, 208, 216))


def sailboat(p):
    p.stroke([(0, 0.15), (0, 0.98)], TRUNK, 6)
    p.poly([(0.04, 0.28), (0.04, 0.96), (0.44, 0.28)], p.fill, p.line)
    p.poly([(-0.04, 0.28), (-0.04, 0.86), (-0.34, 0.28)], CREAM, (170, 150, 120))
    p.poly([(-0.46, 0.22), (0.48, 0.22), (0.34, 0.0), (-0.32, 0.0)], p.fill, p.line)
    p.poly([(-0.39, 0.11), (0.41, 0.11), (0.35, 0.03), (-0.33, 0.03)], p.shade)


def balloon(p):
    p.poly([(-0.26, 0.42), (0.26, 0.42), (0.09, 0.18), (-0.09, 0.18)], p.shade, p.line)
    p.oval(0, 0.64, 0.38, 0.36, p.fill, p.line)
    p.oval(0, 0.64, 0.17, 0.335, p.shade)
    p.oval(0, 0.64, 0.09, 0.335, CREAM)
    p.stroke([(-0.09, 0.2), (-0.08, 0.1)], INK, 3)
    p.stroke([(0.09, 0.2), (0.08, 0.1)], INK, 3)
    p.round(-0.1, 0, 0.1, 0.13, 0.03, (176, 112, 56), (90, 52, 24))


def castle(p):
    p.rect(-0.3, 0, 0.3, 0.5, p.fill, p.line)
    for x in (-0.2, -0.05, 0.1):
        p.rect(x, 0.47, x + 0.09, 0.58, p.fill, p.line)
    for x in (-0.36, 0.36):
        p.rect(x - 0.13, 0, x + 0.13, 0.66, p.fill, p.line)
        p.poly([(x - 0.17, 0.64), (x, 0.97), (x + 0.17, 0.64)], p.shade, p.line)
        p.rect(x - 0.045, 0.36, x + 0.045, 0.52, INK)
    p.rect(-0.11, 0, 0.11, 0.2, INK)
    p.oval(0, 0.2, 0.11, 0.11, INK)


def flower(p):
    p.stroke([(0, 0), (0, 0.5)], LEAF, 9)
    p.oval(-0.13, 0.16, 0.14, 0.06, LEAF, (24, 84, 40))
    p.oval(0.13, 0.24, 0.14, 0.06, LEAF, (24, 84, 40))
    for i in range(6):
        a = math.pi / 3 * i + math.pi / 6
        p.oval(0.20 * math.cos(a), 0.66 + 0.20 * math.sin(a), 0.145, 0.145, p.fill, p.line)
    warm = (120, 70, 30) if p.colour in ("yellow", "orange", "white") else (255, 214, 60)
    p.oval(0, 0.66, 0.125, 0.125, warm)


def rocket(p):
    p.poly([(-0.13, 0.2), (0, -0.02), (0.13, 0.2)], (250, 120, 30))
    p.poly([(-0.07, 0.2), (0, 0.08), (0.07, 0.2)], (255, 226, 90))
    p.poly([(-0.17, 0.46), (-0.34, 0.16), (-0.14, 0.22)], p.shade, p.line)
    p.poly([(0.17, 0.46), (0.34, 0.16), (0.14, 0.22)], p.shade, p.line)
    p.poly([(-0.14, 0.2), (-0.19, 0.4), (-0.19, 0.62), (-0.12, 0.82), (0, 1.0), (0.12, 0.82), (0.19, 0.62),
            (0.19, 0.4), (0.14, 0.2)], p.fill, p.line)
    p.oval(0, 0.62, 0.1, 0.1, GLASS, SLATE)
    p.rect(-0.17, 0.3, 0.17, 0.37, p.shade)


def snowman(p):
    p.stroke([(-0.2, 0.5), (-0.44, 0.66)], TRUNK, 5)
    p.stroke([(0.2, 0.5), (0.44, 0.66)], TRUNK, 5)
    p.oval(0, 0.24, 0.29, 0.25, p.fill, p.line)
    p.oval(0, 0.56, 0.21, 0.19, p.fill, p.line)
    p.oval(0, 0.77, 0.155, 0.145, p.fill, p.line)
    p.rect(-0.2, 0.86, 0.2, 0.90, INK, (110, 108, 124))
    p.rect(-0.12, 0.87, 0.12, 1.02, INK, (110, 108, 124))
    eye = (240, 240, 240) if p.colour == "black" else INK
    for x in (-0.06, 0.06):
        p.oval(x, 0.80, 0.022, 0.024, eye)
    p.poly([(0, 0.77), (0.17, 0.73), (0, 0.72)], (250, 140, 20))
    for y in (0.5, 0.6):
        p.oval(0, y, 0.026, 0.026, eye)


def mushroom(p):
    p.round(-0.13, 0, 0.13, 0.5, 0.08, CREAM, (170, 146, 110))
    p.draw.pieslice(p.box(-0.46, 0.0, 0.46, 0.86), 180, 360, fill=p.fill, outline=p.line, width=LINE)
    p.stroke([(-0.46, 0.43), (0.46, 0.43)], p.line, LINE)
    for x, y, r in ((-0.24, 0.56, 0.07), (0.03, 0.71, 0.085), (0.27, 0.54, 0.065)):
        p.oval(x, y, r, r, p.shade if p.colour == "white" else CREAM)


def lighthouse(p):
    edge = lambda y: 0.2 - 0.1 * y / 0.74
    p.poly([(-0.2, 0), (-0.1, 0.74), (0.1, 0.74), (0.2, 0)], p.fill, p.line)
    for y in (0.16, 0.45):
        p.poly([(-edge(y), y), (-edge(y + .13), y + .13), (edge(y + .13), y + .13), (edge(y), y)],
               p.shade if p.colour == "white" else CREAM)
    p.poly([(-0.1, 0.85), (-0.48, 0.94), (-0.48, 0.74)], (255, 238, 150))
    p.poly([(0.1, 0.85), (0.48, 0.94), (0.48, 0.74)], (255, 238, 150))
    p.rect(-0.1, 0.76, 0.1, 0.9, GLOW, INK)
    p.rect(-0.16, 0.72, 0.16, 0.77, SLATE)
    p.poly([(-0.14, 0.89), (0, 1.02), (0.14, 0.89)], p.fill, p.line)


DRAW = {f.__name__: f for f in (house, tree, pine, car, sailboat, balloon, castle, flower, rocket, snowman,
                                mushroom, lighthouse)}
# Size against the common measure; wide or slim things are scaled so that all look equally big.
SCALE = {"car": 1.06, "pine": 1.08, "rocket": 1.08, "lighthouse": 1.12, "flower": 1.05}
HALF_WIDTH = {"pine": 0.41, "balloon": 0.4, "flower": 0.36, "rocket": 0.36, "snowman": 0.46}


def _cloud(draw, x, y, size, fill, under):
    for colour, drop in ((under, 4), (fill, 0)):
        for dx, dy, r in ((-0.62, 0.10, 0.32), (-0.12, -0.1, 0.46), (0.42, 0.06, 0.36)):
            cx, cy = x + dx * size, y + dy * size + drop
            draw.ellipse([cx - r * size, cy - r * size, cx + r * size, cy + r * size], fill=colour)
        draw.rounded_rectangle([x - 0.94 * size, y + 0.08 * size + drop, x + 0.80 * size, y + 0.42 * size + drop],
                               0.16 * size, fill=colour)


def _backdrop(scene, draw, rng, horizon):
    """Stars, sun or moon, mountains and clouds."""
    taken = [{"left": 62, "middle": 128, "right": 194}[t.slot] for t in scene.things]
    if scene.sky == "night":
        for _ in range(rng.randint(14, 22)):
            x, y, r = rng.uniform(4, 252), rng.uniform(4, horizon - 30), rng.choice((1.6, 2.2, 3.2))
            draw.polygon([(x - r, y), (x, y - r), (x + r, y), (x, y + r)], fill=(255, 250, 214))
    if scene.light != "none":
        free = [x for x in (44, 128, 212) if all(abs(x - t) > 40 for t in taken)] or [128]
        x, y = rng.choice(free) + rng.uniform(-8, 8), rng.uniform(36, 56)
        if scene.light == "sun":
            r = rng.uniform(21, 25) if scene.sky == "day" else rng.uniform(25, 29)
            y = y if scene.sky == "day" else rng.uniform(60, 88)
            fill, halo = ((255, 224, 64), (255, 246, 190)) if scene.sky == "day" else ((255, 214, 96), (255, 158, 92))
            draw.ellipse([x - r - 6, y - r - 6, x + r + 6, y + r + 6], fill=halo)
            draw.ellipse([x - r, y - r, x + r, y + r], fill=fill)
        else:
            r = rng.uniform(22, 26)
            back = _SKIES[scene.sky][2].getpixel((128, int(y)))
            draw.ellipse([x - r, y - r, x + r, y + r], fill=(252, 246, 216))
            k = rng.choice((-1, 1)) * 0.46 * r
            draw.ellipse([x + k - r * 0.86, y - r * 0.98, x + k + r * 0.86, y + r * 0.74], fill=back)
    if scene.mountains:
        fill = SKY[scene.sky][3]
        cap = _tint((250, 250, 255), SKY[scene.sky][2])
        light = tuple(min(255, c + 18) for c in fill)
        peaks = [rng.uniform(20, 60), rng.uniform(95, 160), rng.uniform(196, 236)]
        order = [0, 2, 1] if rng.random() < 0.5 else [1, 0, 2]
        for i in order:
            x, h, w = peaks[i], rng.uniform(66, 94), rng.uniform(64, 84)
            draw.polygon([(x - w, horizon + 10), (x, horizon - h), (x + w, horizon + 10)], fill=fill)
            draw.polygon([(x - w, horizon + 10), (x, horizon - h), (x - w * 0.1, horizon + 10)], fill=light)
            k = 0.30
            draw.polygon([(x, horizon - h), (x - w * k, horizon - h * (1 - k)), (x - w * k * 0.4, horizon - h * (1 - k * 0.7)),
                          (x, horizon - h * (1 - k)), (x + w * k * 0.4, horizon - h * (1 - k * 0.7)),
                          (x + w * k, horizon - h * (1 - k))], fill=cap)
    if scene.clouds:
        fill, under = {"day": ((255, 255, 255), (222, 236, 250)), "sunset": ((255, 208, 190), (236, 150, 150)),
                       "night": ((112, 120, 170), (84, 92, 146)), "cloudy": ((222, 226, 232), (166, 172, 182))}[scene.sky]
        count = rng.choice((2, 3)) if scene.sky != "cloudy" else 4
        step = CANVAS / count
        for i in range(count):
            _cloud(draw, step * (i + 0.5) + rng.uniform(-0.25, 0.25) * step, rng.uniform(26, 66), rng.uniform(24, 34), fill, under)


def _ground(scene, draw, rng, horizon):
    tint = SKY[scene.sky][2]
    base = _tint(GROUND[scene.ground], tint)
    shift = lambda k: tuple(max(0, min(255, c + k)) for c in base)
    if scene.ground == "sea":
        draw.rectangle([0, horizon, CANVAS, CANVAS], fill=base)
        draw.rectangle([0, horizon, CANVAS, horizon + 5], fill=shift(24))
        for i in range(4):
            y = horizon + 16 + i * 17
            for x in range(-20 + rng.randint(0, 30), 256, 58):
                w = rng.uniform(14, 20)
                draw.arc([x, y, x + w, y + 9], 0, 180, fill=shift(64), width=4)
                draw.arc([x + w - 3, y, x + 2 * w - 3, y + 9], 0, 180, fill=shift(64), width=4)
        return base
    wave, phase = rng.uniform(3, 7), rng.uniform(0, 6.3)
    line = [(x, horizon + wave * math.sin(x / 40 + phase)) for x in range(0, 257, 16)]
    draw.polygon(line + [(256, 256), (0, 256)], fill=base)
    phase = rng.uniform(0, 6.3)
    line = [(x, horizon + 30 + 6 * math.sin(x / 34 + phase)) for x in range(0, 257, 16)]
    draw.polygon(line + [(256, 256), (0, 256)], fill=shift(-14 if scene.ground != "snow" else -10))
    for _ in range(9):
        x, y = rng.uniform(6, 250), rng.uniform(horizon + 16, 250)
        if scene.ground == "grass":
            draw.line([(x - 5, y - 8), (x, y), (x + 5, y - 8)], fill=shift(-46), width=4)
        elif scene.ground == "sand":
            draw.line([(x - 9, y), (x + 9, y)], fill=shift(-34), width=4)
        else:
            draw.ellipse([x - 4, y - 3, x + 4, y + 3], fill=shift(14) if scene.sky != "day" else (206, 220, 244))
    return base


def draw_scene(scene: Scene, rng: Random, size: int = 64) -> Image.Image:
    """The picture of a complete scene; what the scene does not fix (exact places, shades, sizes) is drawn from rng."""
    image = _SKIES[scene.sky][rng.randrange(5)].copy()
    draw = ImageDraw.Draw(image)
    horizon = rng.uniform(164, 178)
    _backdrop(scene, draw, rng, horizon)
    ground = _ground(scene, draw, rng, horizon)
    shadow = tuple(max(0, int(c * 0.78)) for c in ground)
    single = len(scene.things) == 1
    adjacent = any(t.slot == "middle" for t in scene.things) and not single
    for thing in sorted(scene.things, key=lambda t: t.kind not in FLYING):
        size_ = rng.uniform(116, 136) if single else rng.uniform(84, 94) if adjacent else rng.uniform(96, 110)
        size_ *= SCALE.get(thing.kind, 1.0)
        left = 62 if single else 50 if adjacent else 58
        half = HALF_WIDTH.get(thing.kind, 0.52) * size_
        x = {"left": left, "middle": 128, "right": CANVAS - left}[thing.slot] + rng.uniform(-5, 5)
        x = min(max(x, half), CANVAS - half)
        if thing.kind in FLYING:
            foot = rng.uniform(0.56, 0.72) * CANVAS
            foot = max(foot, size_ * 1.02 + 6)
        else:
            foot = rng.uniform(206, 230)
            if scene.ground == "sea":
                draw.ellipse([x - 0.5 * size_, foot - 7, x + 0.5 * size_, foot + 9], fill=tuple(min(255, c + 46) for c in ground))
            else:
                draw.ellipse([x - 0.46 * size_, foot - 7, x + 0.46 * size_, foot + 8], fill=shadow)
        DRAW[thing.kind](Pen(draw, x, foot, size_, thing.colour))
    return image.reduce(CANVAS // size) if CANVAS % size == 0 else image.resize((size, size), Image.LANCZOS)


def sheet(pictures, columns, scale=1):
    """Pictures side by side on one page."""
    size = pictures[0].width * scale
    rows = (len(pictures) + columns - 1) // columns
    page = Image.new("RGB", (columns * (size + 2), rows * (size + 2)), (255, 255, 255))
    for i, picture in enumerate(pictures):
        page.paste(picture.resize((size, size), Image.NEAREST), ((i % columns) * (size + 2), (i // columns) * (size + 2)))
    return page


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sheet", default="sheet.png")
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--size", type=int, default=64)
    options = arguments.parse_args()
    rng = Random(options.seed)
    sheet([draw_scene(complete(random_spec(rng), rng), rng, options.size) for _ in range(80)], 10, 2).save(options.sheet)
