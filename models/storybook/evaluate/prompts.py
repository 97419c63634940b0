"""Writes a manifest of prompts to evaluate with: one JSON object a line, with prompt, seed, file name and attributes.

    python prompts.py --count 2000 --held-out 400 --out prompts.jsonl

Attributes are what the prompt says and null where it says nothing. Anything that makes the pictures (this
recipe's generate.py, or the Java system) writes them under the given file names; score.py reads the directory.
"""
import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "train"))
from attributes import HELD_OUT, Spec, Thing, complete, flip, random_spec  # noqa: E402
from captions import caption  # noqa: E402
from data import CAPTIONS  # noqa: E402
from scenes import draw_scene  # noqa: E402,F401  (for those who import the renderer from here)


def training_prompts(scenes):
    """Every caption that training saw (see train/data.py), to leave out."""
    seen = set()
    for seed in range(0, 2 * scenes, 2):
        rng = Random(seed)
        spec = random_spec(rng)
        draw_scene(complete(spec, rng), rng)  # advances the generator as training did
        seen.update(caption(s, rng) for s in (spec, flip(spec)) for _ in range(CAPTIONS))
    return seen


def spec_of(attributes):
    """The Spec of a manifest line."""
    return Spec(**{**attributes, "things": tuple(Thing(**t) for t in attributes["things"])})


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--count", type=int, default=2000)
    arguments.add_argument("--held-out", type=int, default=400, help="how many of them name a colour-thing pair never trained on")
    arguments.add_argument("--training-scenes", type=int, default=0, help="leave out captions of that many training scenes")
    arguments.add_argument("--out", type=Path, required=True)
    options = arguments.parse_args()
    seen, rows, seed = training_prompts(options.training_scenes), [], 1
    while len(rows) < options.count:
        rng, held_out = Random(seed), len(rows) % options.count < options.held_out
        seed += 2
        spec = random_spec(rng, held_out)
        prompt = caption(spec, rng)
        pairs = {(t.kind, t.colour) for t in spec.things}
        if prompt in seen or (not held_out and pairs & HELD_OUT):
            continue
        seen.add(prompt)
        rows.append({"prompt": prompt, "held_out": held_out, "attributes": asdict(spec)})
    Random(7).shuffle(rows)
    with options.out.open("w") as file:
        for i, row in enumerate(rows):
            file.write(json.dumps({"index": i, "file": f"{i:05d}.png", "seed": 1000 + i, **row}) + "\n")


if __name__ == "__main__":
    main()
