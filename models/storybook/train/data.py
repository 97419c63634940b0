"""Renders the training set once: pictures, and tokenised captions for them and for their mirror images.

    python data.py --out work/data --scenes 80000 --tokenizer ../tokenizer
"""
import argparse
import re
import time
from multiprocessing import Pool
from pathlib import Path
from random import Random

import numpy as np
from tokenizers import Tokenizer

from attributes import HELD_OUT, NATURAL, complete, flip, random_spec
from captions import caption
from scenes import draw_scene

CAPTIONS, TOKENS = 4, 48  # wordings per picture and flip; tokens kept (the rest of the 77 is padding)
assert not {(kind, colour) for kind, colours in NATURAL.items() for colour in colours} & HELD_OUT


def make(seed):
    """One picture (64, 64, 3), and its captions: CAPTIONS for it as it is, then CAPTIONS for its mirror image."""
    rng = Random(seed)
    spec = random_spec(rng)
    picture = np.asarray(draw_scene(complete(spec, rng), rng), np.uint8)
    return picture, [caption(s, rng) for s in (spec, flip(spec)) for _ in range(CAPTIONS)]


def seen_words(scenes=10000):
    """The words of the training captions, sorted. What else a prompt says, the model has never seen."""
    words = set()
    for seed in range(0, 2 * scenes, 2):
        rng = Random(seed)
        spec = random_spec(rng)
        for _ in range(CAPTIONS):
            words.update(re.findall(r"[a-z]+(?:['-][a-z]+)*", caption(spec, rng).lower()))
    return sorted(words)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--tokenizer", type=Path, default=Path("../tokenizer"))
    arguments.add_argument("--scenes", type=int, default=80000)
    arguments.add_argument("--workers", type=int, default=2)
    options = arguments.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(options.tokenizer / "tokenizer.json"))
    n = options.scenes
    pictures = np.lib.format.open_memmap(options.out / "pictures.npy", "w+", np.uint8, (n, 64, 64, 3))
    tokens = np.lib.format.open_memmap(options.out / "tokens.npy", "w+", np.uint16, (n, 2, CAPTIONS, TOKENS))
    begin = time.time()
    with Pool(options.workers) as pool:
        # Training seeds are even, so that evaluation (odd ones) never meets a training scene.
        for i, (picture, texts) in enumerate(pool.imap(make, range(0, 2 * n, 2), chunksize=200)):
            pictures[i] = picture
            ids = np.array([e.ids for e in tokenizer.encode_batch(texts)], np.uint16)
            tokens[i] = ids[:, :TOKENS].reshape(2, CAPTIONS, TOKENS)
            if i % 10000 == 9999:
                print(f"{i + 1} scenes, {(i + 1) / (time.time() - begin):.0f}/s", flush=True)


if __name__ == "__main__":
    main()
