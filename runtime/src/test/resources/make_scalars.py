"""Makes small networks that take a scalar the ways exporters write it: python make_scalars.py (needs numpy and onnx).

Each gives weight * time * sample, [rows, 3]. What is said in the comments is what the scalar meets first.
"""

import pathlib

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save

HERE = pathlib.Path(__file__).parent / "scalars"
HERE.mkdir(exist_ok=True)
node, value = helper.make_node, helper.make_tensor_value_info
WEIGHT = numpy_helper.from_array(np.array([1, 2, 3], dtype=np.float32), "weight")


def ints(name, *numbers):
    return numpy_helper.from_array(np.array(numbers, dtype=np.int64), name)


def write(name, nodes, constants=(), time=TensorProto.FLOAT, opset=17, infos=(), external=False, shape=()):
    """nodes make `rows`, [rows] or [rows, 1], of `timestep`."""
    tail = [
        node("Mul", ["column", "weight"], ["scaled"]),
        node("Mul", ["scaled", "sample"], ["out"]),
    ]
    graph = helper.make_graph(
        nodes + tail,
        name,
        [value("sample", TensorProto.FLOAT, ["batch", 3]), value("timestep", time, list(shape))],
        [value("out", TensorProto.FLOAT, ["batch", 3])],
        [WEIGHT, *constants],
        value_info=infos,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    checker.check_model(model, full_check=True)
    path = HERE / f"{name}.onnx"
    if external:
        data = HERE / f"{name}.data"
        data.unlink(missing_ok=True)
        # The threshold counts a Python object's own bytes too: this one takes the weight alone.
        save(model, path, save_as_external_data=True, location=data.name, size_threshold=44)
    else:
        save(model, path)


batch = [
    node("Shape", ["sample"], ["extents"]),
    node("Slice", ["extents", "zero", "one"], ["batch_extent"]),
]
expanded = [node("Expand", ["vector", "batch_extent"], ["rows"]), node("Unsqueeze", ["rows", "one"], ["column"])]
usual = [ints("zero", 0), ints("one", 1)]

# Unsqueeze, its axes from a Constant node, as tracing exporters do; integers are cast later.
axes = node("Constant", [], ["axes"], value=ints("", 0))
traced = [axes, node("Unsqueeze", ["timestep", "axes"], ["first"]), node("Cast", ["first"], ["vector"], to=1)]
write("traced", batch + traced + expanded, usual, time=TensorProto.INT64)

# Unsqueeze, its axes an initializer, and shapes written down for values in between, as newer exporters do.
infos = [value("vector", TensorProto.FLOAT, [1]), value("extents", TensorProto.INT64, [2])]
noted = [node("Unsqueeze", ["timestep", "zero"], ["vector"])]
write("noted", batch + noted + expanded, usual, infos=infos)
write("external", batch + noted + expanded, usual, external=True)

# Unsqueeze with an attribute, before operator set 13.
attribute = [
    node("Unsqueeze", ["timestep"], ["vector"], axes=[0]),
    node("Expand", ["vector", "batch_extent"], ["rows"]),
    node("Unsqueeze", ["rows"], ["column"], axes=[1]),
]
write("attribute", batch + attribute, usual, opset=11)

# Cast first; Reshape to [1]; Reshape to a column; Expand at once.
cast = [node("Cast", ["timestep"], ["cast"], to=1), node("Unsqueeze", ["cast", "zero"], ["vector"])]
write("cast", batch + cast + expanded, usual, time=TensorProto.INT64)
reshaped = [node("Reshape", ["timestep", "one"], ["vector"])]
write("reshaped", batch + reshaped + expanded, usual)
write("column", [node("Reshape", ["timestep", "shape"], ["column"])], [ints("shape", -1, 1)])
write("expanded", batch + [node("Expand", ["timestep", "batch_extent"], ["rows"]), expanded[1]], usual)

# One number on an axis, which Expand repeats, and what else might want that axis to be of extent 1.
single = [node("Expand", ["timestep", "batch_extent"], ["rows"]), expanded[1]]
write("single", batch + single, usual, shape=[1])
write("unsqueezed", [node("Unsqueeze", ["timestep", "zero"], ["column"])], usual, shape=[1])

# Refused: arithmetic with the scalar, axes that are computed, an axis other than the first, and a graph within a node.
half = numpy_helper.from_array(np.float32([[0.5]]), "half")
write("arithmetic", [node("Mul", ["timestep", "half"], ["column"])], [half])
computed = [node("Sub", ["one", "one"], ["axes"]), node("Unsqueeze", ["timestep", "axes"], ["vector"])]
write("computed", batch + computed + expanded, usual)
write("shaped", [node("Reshape", ["timestep", "shape"], ["column"])], [ints("shape", 1, 1)])
inner = helper.make_graph(
    [node("Identity", ["timestep"], ["taken"])], "inner", [], [value("taken", TensorProto.FLOAT, [])]
)
condition = numpy_helper.from_array(np.array(True), "condition")
branch = [
    node("If", ["condition"], ["chosen"], then_branch=inner, else_branch=inner),
    node("Unsqueeze", ["chosen", "zero"], ["vector"]),
]
write("branch", batch + branch + expanded, [*usual, condition])

# Rewritten, and wrong: the mean over all rows is another number than each of theirs.
mixed = [node("Unsqueeze", ["timestep", "zero"], ["vector"]), node("ReduceMean", ["vector"], ["column"], keepdims=1)]
write("mixed", mixed, usual)
