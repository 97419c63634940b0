"""Makes the small model directories that the tests load: an autoencoder one can check by hand.

    python make_tiny.py          # needs numpy and onnx; writes two directories beside this file

A latent element stands for 4x4 pixels: its first three channels are their mean colour, its fourth is
their brightness on the left minus that on the right. The decoder paints the three colours.
tiny has scaling_factor 0.5 and shift_factor 0.25; tiny-float16 takes and gives half floats and has no encoder.
"""

import json
import pathlib

import numpy as np
import onnx
from onnx import TensorProto as T
from onnx import helper as h
from onnx import numpy_helper

HERE = pathlib.Path(__file__).parent
SIDE = 4
PIXELS = SIDE * SIDE


def vae_encoder(directory, config):
    weight = np.zeros((8, 3 * PIXELS, 1, 1))
    for pixel in range(PIXELS):
        for colour in range(3):
            place = pixel * 3 + colour  # SpaceToDepth puts the pixel before the channel
            weight[colour, place] = 1 / PIXELS
            weight[3, place] = (1 if pixel % SIDE < SIDE / 2 else -1) / PIXELS / 3
    nodes = [
        h.make_node("SpaceToDepth", ["sample"], ["patches"], blocksize=SIDE),
        h.make_node("Conv", ["patches", "weight"], ["latent_parameters"]),
    ]
    network(directory, nodes, ("sample", 3), ("latent_parameters", 8), T.FLOAT, {"weight": weight})
    write(directory / "config.json", config)


def vae_decoder(directory, config, kind):
    weight = np.zeros((3 * PIXELS, 4, 1, 1))
    for pixel in range(PIXELS):
        for colour in range(3):
            weight[pixel * 3 + colour, colour] = 1
    nodes = [
        h.make_node("Conv", ["latent_sample", "weight"], ["patches"]),
        h.make_node("DepthToSpace", ["patches"], ["sample"], blocksize=SIDE, mode="DCR"),
    ]
    network(directory, nodes, ("latent_sample", 4), ("sample", 3), kind, {"weight": weight})
    write(directory / "config.json", config)


def unet(directory):
    """Gives its input back; only there because a model directory has one."""
    network(directory, [h.make_node("Identity", ["sample"], ["out_sample"])], ("sample", 4), ("out_sample", 4), T.FLOAT, {})
    write(directory / "config.json", {"in_channels": 4, "out_channels": 4, "sample_size": 8})


def network(directory, nodes, source, target, kind, weights):
    directory.mkdir(parents=True, exist_ok=True)
    dtype = np.float16 if kind == T.FLOAT16 else np.float32
    graph = h.make_graph(
        nodes,
        directory.name,
        [h.make_tensor_value_info(source[0], kind, ["batch", source[1], "h", "w"])],
        [h.make_tensor_value_info(target[0], kind, ["batch", target[1], "H", "W"])],
        [numpy_helper.from_array(value.astype(dtype), name) for name, value in weights.items()],
    )
    model = h.make_model(graph, opset_imports=[h.make_opsetid("", 17)], ir_version=8, producer_name="make_tiny")
    onnx.checker.check_model(model)
    onnx.save(model, directory / "model.onnx")


def write(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2) + "\n")


for name, kind in (("tiny", T.FLOAT), ("tiny-float16", T.FLOAT16)):
    root = HERE / name
    config = {"block_out_channels": [1, 1, 1], "latent_channels": 4, "scaling_factor": 0.5, "shift_factor": 0.25}
    vae_decoder(root / "vae_decoder", config, kind)
    if kind == T.FLOAT:
        vae_encoder(root / "vae_encoder", config)
    unet(root / "unet")
    write(root / "scheduler/scheduler_config.json", {"_class_name": "DDIMScheduler", "num_train_timesteps": 1000})
    parts = {
        "_class_name": "StableDiffusionPipeline",
        "scheduler": ["diffusers", "DDIMScheduler"],
        "unet": ["diffusers", "UNet2DConditionModel"],
        "vae": ["diffusers", "AutoencoderKL"],
    }
    write(root / "model_index.json", parts)
    write(root / "langevin.json", {"name": name, "version": "0", "sizes": ["32x32", "48x32"]})
