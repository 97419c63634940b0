"""Makes the small network that the tests of ONNX Runtime sessions run: python make_networks.py (needs numpy and onnx)."""

import pathlib

from onnx import TensorProto, checker, helper, save

value = helper.make_tensor_value_info
graph = helper.make_graph(
    [
        helper.make_node("Cast", ["count"], ["times"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["x", "times"], ["product"]),
        helper.make_node("ReduceSum", ["product"], ["sum"], keepdims=0),
    ],
    "small",
    [value("x", TensorProto.FLOAT, ["batch", 3]), value("count", TensorProto.INT64, [])],
    [value("product", TensorProto.FLOAT, ["batch", 3]), value("sum", TensorProto.FLOAT, [])],
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
checker.check_model(model)
save(model, pathlib.Path(__file__).parent / "small.onnx")
