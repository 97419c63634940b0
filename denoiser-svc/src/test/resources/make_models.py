"""Makes the small models that the denoiser's tests run: python make_models.py (needs numpy and onnx).

Each is a convolution, a time embedding and a projected conditioning: enough that a row's result depends on all of its
inputs and goes through the same kernels as a U-Net. At time 666 a row is NaN, at time 777 too large for float16.

  perrow   timestep [batch], float
  scalar   timestep of no dimension, float
  integer  timestep [batch], int64
  half     timestep of no dimension; all of float16
  equal    timestep of no dimension, taken in a way that is not known to allow one per row
  mixing   timestep of no dimension; told one per row, it would take the mean of all
"""

import json
import pathlib

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save

HERE = pathlib.Path(__file__).parent / "models"
CHANNELS, SIDE, WIDTH, HIDDEN = 4, 8, 6, 16


# How the time becomes a column: [batch, 1], or [1, 1].
node = helper.make_node
COLUMN = [node("Reshape", ["time", "column"], ["times"])]
EQUAL = [node("Mul", ["time", "unit"], ["times"])]
MIXING = [
    node("Unsqueeze", ["time", "first"], ["vector"]),
    node("ReduceMean", ["vector"], ["mean"], keepdims=1),
    node("Reshape", ["mean", "column"], ["times"]),
]


def network(time_type, time_shape, head, real):
    draw = np.random.default_rng(1)
    dtype = np.float16 if real == TensorProto.FLOAT16 else np.float32
    weight = lambda *shape: (draw.standard_normal(shape) / np.sqrt(np.prod(shape[1:]))).astype(dtype)
    number = lambda value: np.array(value, dtype=dtype)
    constants = {
        "conv_in": weight(HIDDEN, CHANNELS, 3, 3),
        "conv_out": weight(CHANNELS, HIDDEN, 3, 3),
        "frequencies": np.geomspace(1, 0.01, HIDDEN).astype(dtype)[None],
        "projection": weight(HIDDEN, WIDTH).T.copy(),
        "column": np.array([-1, 1], dtype=np.int64),
        "image": np.array([-1, HIDDEN, 1, 1], dtype=np.int64),
        "first": np.array([0], dtype=np.int64),
        "unit": number([[1]]),
        "poison": number(666),
        "zero": number(0),
        "one": number(1),
        "excess": number(777),
        "thousand": number(1000),
        "scalar_image": np.array([-1, 1, 1, 1], dtype=np.int64),
    }
    nodes = [
        node("Cast", ["timestep"], ["time"], to=real),
        *head,
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
        node("Add", ["clean", "spoil"], ["spoiled_or_not"]),
        # A thousand times a thousand at 777, and 0 at any other whole time.
        node("Sub", ["times", "excess"], ["off"]),
        node("Abs", ["off"], ["far"]),
        node("Sub", ["one", "far"], ["near"]),
        node("Relu", ["near"], ["hit"]),
        node("Mul", ["hit", "thousand"], ["much"]),
        node("Mul", ["much", "thousand"], ["too_much"]),
        node("Reshape", ["too_much", "scalar_image"], ["surplus"]),
        node("Add", ["spoiled_or_not", "surplus"], ["out_sample"]),
    ]
    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        nodes,
        "tiny",
        [
            value("sample", real, ["batch", CHANNELS, SIDE, "width"]),
            value("timestep", time_type, time_shape),
            value("encoder_hidden_states", real, ["batch", "tokens", WIDTH]),
        ],
        [value("out_sample", real, ["batch", CHANNELS, SIDE, "width"])],
        [numpy_helper.from_array(array, name) for name, array in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(model)
    return model


def write(name, time_type, time_shape, head=COLUMN, real=TensorProto.FLOAT):
    root = HERE / name
    (root / "unet").mkdir(parents=True, exist_ok=True)
    (root / "scheduler").mkdir(exist_ok=True)
    save(network(time_type, time_shape, head, real), root / "unet" / "model.onnx")
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
write("half", TensorProto.FLOAT16, [], real=TensorProto.FLOAT16)
write("equal", TensorProto.FLOAT, [], head=EQUAL)
write("mixing", TensorProto.FLOAT, [], head=MIXING)
