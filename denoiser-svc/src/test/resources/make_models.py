"""Makes the small models that the denoiser's tests run: python make_models.py (needs numpy and onnx).

Each is a convolution, a time embedding and a projected conditioning: enough that a row's result depends on all of its
inputs and goes through the same kernels as a U-Net. At time 666 a row is NaN.

  perrow   timestep [batch], float
  scalar   timestep of no dimension, float
  integer  timestep [batch], int64
"""

import json
import pathlib

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save

HERE = pathlib.Path(__file__).parent / "models"
CHANNELS, SIDE, WIDTH, HIDDEN = 4, 8, 6, 16


def network(time_type, time_shape):
    draw = np.random.default_rng(1)
    weight = lambda *shape: (draw.standard_normal(shape) / np.sqrt(np.prod(shape[1:]))).astype(np.float32)
    constants = {
        "conv_in": weight(HIDDEN, CHANNELS, 3, 3),
        "conv_out": weight(CHANNELS, HIDDEN, 3, 3),
        "frequencies": np.geomspace(1, 0.01, HIDDEN).astype(np.float32)[None],
        "projection": weight(HIDDEN, WIDTH).T.copy(),
        "column": np.array([-1, 1], dtype=np.int64),
        "image": np.array([-1, HIDDEN, 1, 1], dtype=np.int64),
        "poison": np.array(666, dtype=np.float32),
        "zero": np.array(0, dtype=np.float32),
        "scalar_image": np.array([-1, 1, 1, 1], dtype=np.int64),
    }
    node = helper.make_node
    nodes = [
        node("Cast", ["timestep"], ["time"], to=TensorProto.FLOAT),
        node("Reshape", ["time", "column"], ["times"]),
        node("MatMul", ["times", "frequencies"], ["angles"]),
        node("Sin", ["angles"], ["waves"]),
        node("ReduceMean", ["encoder_hidden_states"], ["text"], axes=[1], keepdims=0),
        node("MatMul", ["text", "projection"], ["hint"]),
        node("Add", ["waves", "hint"], ["embedding"]),
        node("Reshape", ["embedding", "image"], ["planes"]),
        node("Conv", ["sample", "conv_in"], ["hidden"], pads=[1, 1, 1, 1]),
        node("Add", ["hidden", "planes"], ["mixed"]),
        node("Tanh", ["mixed"], ["active"]),
        node("Conv", ["active", "conv_out"], ["clean"], pads=[1, 1, 1, 1]),
        # 0 / (t - 666) is 0 everywhere but at 666, where it is NaN.
        node("Sub", ["times", "poison"], ["distance"]),
        node("Div", ["zero", "distance"], ["spoiled"]),
        node("Reshape", ["spoiled", "scalar_image"], ["spoil"]),
        node("Add", ["clean", "spoil"], ["out_sample"]),
    ]
    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        nodes,
        "tiny",
        [
            value("sample", TensorProto.FLOAT, ["batch", CHANNELS, SIDE, "width"]),
            value("timestep", time_type, time_shape),
            value("encoder_hidden_states", TensorProto.FLOAT, ["batch", "tokens", WIDTH]),
        ],
        [value("out_sample", TensorProto.FLOAT, ["batch", CHANNELS, SIDE, "width"])],
        [numpy_helper.from_array(array, name) for name, array in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(model)
    return model


def write(name, time_type, time_shape):
    root = HERE / name
    (root / "unet").mkdir(parents=True, exist_ok=True)
    (root / "scheduler").mkdir(exist_ok=True)
    save(network(time_type, time_shape), root / "unet" / "model.onnx")
    config = {"in_channels": CHANNELS, "out_channels": CHANNELS, "sample_size": SIDE, "cross_attention_dim": WIDTH}
    index = {"scheduler": ["diffusers", "DDIMScheduler"], "unet": ["diffusers", "OnnxRuntimeModel"]}
    index["langevin"] = {"name": name, "version": "1.0", "max_prompt_tokens": 5}
    scheduler = {"_class_name": "DDIMScheduler", "num_train_timesteps": 1000}
    for path, content in (
        (root / "unet" / "config.json", config),
        (root / "model_index.json", index),
        (root / "scheduler" / "scheduler_config.json", scheduler),
    ):
        path.write_text(json.dumps(content, indent=2) + "\n")


write("perrow", TensorProto.FLOAT, ["batch"])
write("scalar", TensorProto.FLOAT, [])
write("integer", TensorProto.INT64, ["batch"])
