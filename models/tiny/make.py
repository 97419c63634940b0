"""Makes the tiny model directories and what is expected of them, and says how much each mistake would show.

    python make.py [--out .]

Weights are drawn from fixed seeds: the same libraries write the same files.
"""
import argparse
import logging
import os
import shutil
import warnings
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

import numpy as np  # noqa: E402
import torch  # noqa: E402
from PIL import Image  # noqa: E402

import bpe  # noqa: E402
import cases  # noqa: E402
import check  # noqa: E402
import models  # noqa: E402
import onnx_model  # noqa: E402
import safety  # noqa: E402
import sensitivity  # noqa: E402
import tokens  # noqa: E402
import weighted  # noqa: E402


def directories(out):
    for name, build in models.MODELS.items():
        shutil.rmtree(out / name, ignore_errors=True)
        models.write(name, out / name, build())
        check.graphs(out / name, build())
    safety.write(out / "safety")


def pictures(out):
    """Every case with PyTorch, into `expected`, and again with the written files."""
    references = {name: models.reference(name) for name in models.MODELS}
    written = {name: onnx_model.load(out / name, reference) for name, reference in references.items()}
    (out / "expected").mkdir(exist_ok=True)
    entries = []
    for name, model, fields in cases.each():
        picture = cases.picture(references[model], model, fields)
        again = cases.picture(written[model], model, fields)
        if fields["prompt_syntax"] == "PLAIN" and references[model].vae.config.shift_factor is None:
            library = check.pipeline(references[model], **cases.arguments(fields))
            assert np.array_equal(picture, library), f"{name}: the library's pipeline makes another picture"
        difference = np.abs(picture.astype(int) - again)
        clipped = float(((picture == 0) | (picture == 255)).mean())
        tolerance = cases.TOLERANCE.get(model, 2)
        print(f"{name}: deviation {picture.std():.0f}, clipped {clipped:.1%}, ONNX Runtime differs by at most {difference.max()}")
        assert picture.std() > 20 and clipped < 0.1, f"{name}: the picture is grey or saturated"
        assert difference.max() <= tolerance, f"{name}: ONNX Runtime's picture differs by {difference.max()} of 255"
        Image.fromarray(picture).save(out / "expected" / f"{name}.png")
        entries.append({"file": f"{name}.png", "model": model, **fields, "tolerance": tolerance})
    bpe.dump(out / "expected" / "cases.json", entries)


def prompts():
    """Every weighted prompt's conditioning by our formula against the figures."""
    references = {name: models.reference(name) for name in ("sd1", "sd2")}
    worst = max(weighted.check(references[model], entry) for (_, model, _), entry in weighted.figures().items())
    print(f"weighted prompts: conditioning differs by at most {worst:.1e}")
    assert worst <= 1e-4, "the conditioning is not what the user interfaces make"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--out", type=Path, default=Path(__file__).parent)
    options = arguments.parse_args()
    torch.set_num_threads(1)
    directories(options.out)
    prompts()
    pictures(options.out)
    tokens.write(options.out)
    sensitivity.table()


if __name__ == "__main__":
    main()
