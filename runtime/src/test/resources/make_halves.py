"""Makes the networks that SinglePrecisionIT and DrawsIT load.

    python make_halves.py          # needs numpy and onnx; writes the folder halves beside this file

half.onnx holds half precision in every place where a file can hold it; single.onnx is the same network of the same, rounded
numbers in single precision, as one would have exported it. overflow.onnx gives 2048 times its input, which half
precision can hold up to 65504.
"""
import pathlib

import numpy as np
import onnx
from onnx import TensorProto as T
from onnx import helper as h
from onnx import numpy_helper

HERE = pathlib.Path(__file__).parent / "halves"
RANDOM = np.random.default_rng(3)
WEIGHTS = {name: RANDOM.normal(size=(4, 4)).astype(np.float16) for name in ("raw", "numbers", "outside", "constant", "inner")}


def tensor(name, kind, as_numbers=False):
    values = WEIGHTS[name]
    if kind == T.FLOAT16 and as_numbers:
        return h.make_tensor(name, kind, values.shape, values.flatten())
    return numpy_helper.from_array(values.astype(np.float32 if kind == T.FLOAT else np.float16), name)


def everything(kind):
    """Multiplications by five constants, a cast to and fro, a filled tensor, a choice with graphs of its own."""
    branches = {
        f"{side}_branch": h.make_graph(
            [h.make_node(operator, ["d", "inner"], [side])], side, [], [h.make_tensor_value_info(side, kind, ["rows", 4])],
            [tensor("inner", kind)])
        for side, operator in (("then", "Add"), ("else", "Sub"))
    }
    nodes = [
        h.make_node("MatMul", ["sample", "raw"], ["a"]),
        h.make_node("MatMul", ["a", "numbers"], ["b"]),
        h.make_node("MatMul", ["b", "outside"], ["c"]),
        h.make_node("Constant", [], ["constant"], value=tensor("constant", kind)),
        h.make_node("Cast", ["c"], ["double"], to=T.DOUBLE),
        h.make_node("Cast", ["double"], ["back"], to=kind),
        h.make_node("Add", ["back", "constant"], ["d"]),
        h.make_node("Constant", [], ["yes"], value=h.make_tensor("yes", T.BOOL, [], [True])),
        h.make_node("If", ["yes"], ["e"], **branches),
        h.make_node("Shape", ["e"], ["shape"]),
        h.make_node("ConstantOfShape", ["shape"], ["tenths"], value=h.make_tensor("v", kind, [1], [np.float16(0.1)])),
        h.make_node("EyeLike", ["e"], ["eye"], dtype=kind),
        h.make_node("Add", ["e", "tenths"], ["f"]),
        h.make_node("Add", ["f", "eye"], ["result"]),
    ]
    weights = [tensor("raw", kind), tensor("numbers", kind, as_numbers=True), tensor("outside", kind)]
    return graph(nodes, kind, weights, [h.make_tensor_value_info("a", kind, ["rows", 4])])


def overflow():
    weights = [numpy_helper.from_array(np.array(2048, np.float16), "up")]
    nodes = [h.make_node("Mul", ["sample", "up"], ["a"]), h.make_node("Cast", ["a"], ["result"], to=T.FLOAT16)]
    return graph(nodes, T.FLOAT16, weights, [])


def draws(mean):
    nodes = [
        h.make_node("RandomNormalLike", ["sample"], ["a"], dtype=T.FLOAT),
        h.make_node("RandomNormal", [], ["b"], shape=[1, 4], mean=mean, scale=3.0),
        h.make_node("Add", ["sample", "a"], ["c"]),
        h.make_node("Add", ["c", "b"], ["result"]),
    ]
    return graph(nodes, T.FLOAT, [], [])


def graph(nodes, kind, weights, infos):
    return h.make_graph(
        nodes, "halves", [h.make_tensor_value_info("sample", kind, ["rows", 4])],
        [h.make_tensor_value_info("result", kind, ["rows", 4])], weights, value_info=infos)


def save(name, made, external=()):
    model = h.make_model(made, opset_imports=[h.make_opsetid("", 17)], ir_version=8, producer_name="make_halves")
    onnx.checker.check_model(model)
    data = b""
    for weight in model.graph.initializer:
        if weight.name in external:
            onnx.external_data_helper.set_external_data(weight, f"{name}.data", len(data), len(weight.raw_data))
            data += weight.raw_data
            weight.ClearField("raw_data")
    if data:
        (HERE / f"{name}.data").write_bytes(data)
    (HERE / f"{name}.onnx").write_bytes(model.SerializeToString())


HERE.mkdir(exist_ok=True)
save("half", everything(T.FLOAT16), external=("outside",))
save("single", everything(T.FLOAT))
save("overflow", overflow())
save("draws", draws(0.0))
save("draws-around-2", draws(2.0))
