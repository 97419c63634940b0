"""Scores a directory of pictures with a manifest.jsonl (see prompts.py): the share of prompt attributes present.

    python score.py --pictures pictures --recogniser recogniser.pt [--json scores.json] [--diversity]

Present means: the recogniser reads it with confidence; an abstention counts as absent. A thing is present when its kind is
read in any slot; its colour when that slot has it; its position when it is in the named slot, or on the named side
of the other thing. Intervals are Wilson's, 95 %.
"""
import argparse
import json
import math
from collections import defaultdict
from pathlib import Path
from random import Random

import numpy as np
import torch
from PIL import Image

import pixels
import recogniser
from prompts import spec_of
from recogniser import COLOURS, GROUNDS, KINDS, LIGHTS, SKIES, SLOTS, labels_of
from attributes import complete


def wilson(k, n, z=1.96):
    p, d = k / n, 1 + z * z / n
    c, h = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (c - h) / d, (c + h) / d


def judge(attributes, answer):
    """Name of the attribute and whether it is present, for all that the prompt names."""
    for i, (name, values) in enumerate((("sky", SKIES), ("ground", GROUNDS), ("light", LIGHTS))):
        if attributes[name] is not None:
            yield name, answer[i] == values.index(attributes[name])
    for i, name in ((3, "mountains"), (4, "clouds")):
        if attributes[name] is not None:
            yield name, answer[i] == int(attributes[name])
    kinds, colours, places = answer[5:8], answer[8:11], []
    for thing in attributes["things"]:
        wanted = [s for s in range(3) if kinds[s] == KINDS.index(thing["kind"])]
        named = SLOTS.index(thing["slot"]) if thing["slot"] else None
        place = named if named in wanted else wanted[0] if wanted else None
        places.append(place)
        yield "thing", place is not None
        if thing["colour"]:
            yield "colour", place is not None and colours[place] == COLOURS.index(thing["colour"])
        if thing["slot"]:
            yield "position", place is not None and place == named
    if attributes["left_of"] is not None:
        a, b = places
        yield "position", a is not None and b is not None and a != b and (a < b) == attributes["left_of"]


def judge_pixels(attributes, picture):
    if attributes["sky"]:
        yield "sky", pixels.sky_of(picture) == attributes["sky"]
    if attributes["ground"]:
        yield "ground", pixels.ground_of(picture) == attributes["ground"]
    for thing in attributes["things"]:
        if thing["colour"]:
            yield "colour", bool(pixels.has_colour(picture, thing["colour"], thing["slot"]))


def table(counts):
    out = {}
    for name in ("thing", "colour", "position", "sky", "ground", "light", "mountains", "clouds"):
        if counts.get(name):
            k, n = sum(counts[name]), len(counts[name])
            low, high = wilson(k, n)
            out[name] = {"share": round(k / n, 4), "low": round(low, 4), "high": round(high, 4), "n": n}
    return out


def diversity(rows, answers):
    """What open attributes become: shares over pictures, and over the renderer's completions of the same prompts."""
    out = {}
    rng = Random(3)
    for i, (name, values) in enumerate((("sky", SKIES), ("ground", GROUNDS), ("light", LIGHTS), ("mountains", (0, 1)), ("clouds", (0, 1)), ("slot", SLOTS))):
        made, drawn = np.zeros(len(values)), np.zeros(len(values))
        for row, answer in zip(rows, answers):
            spec = spec_of(row["attributes"])
            if name == "slot":
                if len(spec.things) != 1 or spec.things[0].slot:
                    continue
                found = [s for s in range(3) if answer[5 + s] == KINDS.index(spec.things[0].kind)]
                if len(found) == 1:
                    made[found[0]] += 1
                for _ in range(8):
                    drawn[SLOTS.index(complete(spec, rng).things[0].slot)] += 1
            elif row["attributes"][name] is None:
                if answer[i] >= 0:
                    made[answer[i]] += 1
                for _ in range(8):
                    drawn[labels_of(complete(spec, rng))[i]] += 1
        if made.sum():
            made, drawn = made / made.sum(), drawn / drawn.sum()
            out[name] = {str(v): [round(float(a), 3), round(float(b), 3)] for v, a, b in zip(values, made, drawn)}
            out[name]["distance"] = round(float(abs(made - drawn).sum() / 2), 3)
    return out


def score(folder, model, with_diversity=False):
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text().splitlines()]
    pictures = np.stack([np.asarray(Image.open(folder / r["file"]).convert("RGB").resize((64, 64), Image.BOX)) for r in rows])
    answers, _ = recogniser.read(model, torch.from_numpy(pictures).permute(0, 3, 1, 2).float().div(127.5).sub(1))
    answers = answers.tolist()
    parts = {"all": lambda r: True, "trained pairs": lambda r: not r["held_out"], "held-out pairs": lambda r: r["held_out"]}
    out = {"pictures": len(rows)}
    for part, chosen in parts.items():
        counts, plain, whole = defaultdict(list), defaultdict(list), []
        for row, answer, picture in zip(rows, answers, pictures):
            if chosen(row):
                judged = list(judge(row["attributes"], answer))
                whole.append(all(ok for _, ok in judged))
                for name, ok in judged:
                    counts[name].append(ok)
                for name, ok in judge_pixels(row["attributes"], picture):
                    plain[name].append(ok)
        if whole:
            low, high = wilson(sum(whole), len(whole))
            out[part] = {"recogniser": table(counts), "pixels": table(plain),
                         "everything": {"share": round(sum(whole) / len(whole), 4), "low": round(low, 4), "high": round(high, 4), "n": len(whole)}}
    if with_diversity:
        out["diversity"] = diversity(rows, answers)
    return out


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pictures", type=Path, required=True)
    arguments.add_argument("--recogniser", type=Path, default=Path("recogniser.pt"))
    arguments.add_argument("--json", type=Path)
    arguments.add_argument("--diversity", action="store_true")
    options = arguments.parse_args()
    result = score(options.pictures, recogniser.load(options.recogniser), options.diversity)
    for part in ("all", "trained pairs", "held-out pairs"):
        if part in result:
            whole = result[part]["everything"]
            print(f"{part}: everything {whole['share']:.1%} ({whole['low']:.1%} to {whole['high']:.1%}) of {whole['n']}")
            for reader in ("recogniser", "pixels"):
                print(f"  {reader:10}", "  ".join(f"{k} {v['share']:.1%} [{v['low']:.1%}, {v['high']:.1%}]" for k, v in result[part][reader].items()))
    if options.diversity:
        print(json.dumps(result["diversity"], indent=1))
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
