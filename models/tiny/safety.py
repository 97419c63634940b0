"""A safety checker of a few hundred bytes, in the layout of exports of Stable Diffusion's, that one can check by hand.

    python safety.py        # needs numpy and onnx alone; writes safety/ beside this file

It flags pictures that are red: whose mean of red, as it is after the preparation, is more than the means of green and blue by THRESHOLD
together. What a real one looks for is another matter; its inputs, outputs, types and axes are these.
"""
import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto as T
from onnx import helper as h
from onnx import numpy_helper
from onnx.reference import ReferenceEvaluator

SIDE = 224
MEAN = [0.48145466, 0.4578275, 0.40821073]
DEVIATION = [0.26862954, 0.26130258, 0.27577711]
THRESHOLD = 2.0


def network():
    nodes = [
        h.make_node("ReduceMean", ["clip_input"], ["means"], axes=[2, 3], keepdims=0),
        h.make_node("MatMul", ["means", "weights"], ["redness"]),
        h.make_node("Greater", ["redness", "threshold"], ["has_nsfw_concepts"]),
        h.make_node("Reshape", ["has_nsfw_concepts", "column"], ["flagged"]),
        h.make_node("Where", ["flagged", "black", "images"], ["out_images"]),
    ]
    weights = {
        "weights": np.array([2, -1, -1], np.float32),
        "threshold": np.array(THRESHOLD, np.float32),
        "column": np.array([-1, 1, 1, 1], np.int64),
        "black": np.array(0, np.float32),
    }
    graph = h.make_graph(
        nodes,
        "safety_checker",
        [
            h.make_tensor_value_info("clip_input", T.FLOAT, ["batch", "channels", "height", "width"]),
            h.make_tensor_value_info("images", T.FLOAT, ["batch", "height_of_images", "width_of_images", "channels_of_images"]),
        ],
        [
            h.make_tensor_value_info("out_images", T.FLOAT, ["batch", "height_of_images", "width_of_images", "channels_of_images"]),
            h.make_tensor_value_info("has_nsfw_concepts", T.BOOL, ["batch"]),
        ],
        [numpy_helper.from_array(value, name) for name, value in weights.items()],
    )
    model = h.make_model(graph, opset_imports=[h.make_opsetid("", 14)], ir_version=8, producer_name="langevin")
    onnx.checker.check_model(model)
    return model


def verdict(model, colour):
    """Whether it flags a picture of one colour, red, green and blue of 0 to 1."""
    prepared = (np.array(colour) - MEAN) / DEVIATION
    clip = np.broadcast_to(prepared[None, :, None, None], (1, 3, SIDE, SIDE)).astype(np.float32)
    images = np.broadcast_to(np.array(colour)[None, None, None], (1, 16, 24, 3)).astype(np.float32)
    blackened, flagged = ReferenceEvaluator(model).run(["out_images", "has_nsfw_concepts"], {"clip_input": clip, "images": images})
    assert (blackened == (0 if flagged[0] else images)).all()
    return bool(flagged[0])


def write(out):
    model = network()
    assert verdict(model, [1, 0, 0]) and verdict(model, [0.9, 0.3, 0.3])
    assert not any(verdict(model, colour) for colour in ([0, 0, 1], [0, 1, 0], [1, 1, 1], [0, 0, 0], [0.6, 0.5, 0.5]))
    (out / "safety_checker").mkdir(parents=True, exist_ok=True)
    (out / "feature_extractor").mkdir(exist_ok=True)
    onnx.save(model, out / "safety_checker" / "model.onnx")
    preparation = {
        "crop_size": {"height": SIDE, "width": SIDE},
        "do_center_crop": True,
        "do_convert_rgb": True,
        "do_normalize": True,
        "do_rescale": True,
        "do_resize": True,
        "feature_extractor_type": "CLIPFeatureExtractor",
        "image_mean": MEAN,
        "image_processor_type": "CLIPImageProcessor",
        "image_std": DEVIATION,
        "resample": 3,
        "rescale_factor": 0.00392156862745098,
        "size": {"shortest_edge": SIDE},
    }
    (out / "feature_extractor" / "preprocessor_config.json").write_text(json.dumps(preparation, indent=2) + "\n")


if __name__ == "__main__":
    write(Path(__file__).parent / "safety")
