"""Writes networks as ONNX graphs in the forms of the two converters that people's directories come from.

`current` is the exporter in use now, `older` the script that came with the library's first ONNX pipeline. Names, axes and
types are theirs; what they leave out is left out here.
"""
import contextlib
import io

import onnx
import torch
from torch import nn


class Prefixed(nn.Module):
    """A text model whose weights are called text_model.…, as they were for years; newer libraries dropped the prefix."""

    def __init__(self, model):
        super().__init__()
        self.text_model = model

    def forward(self, *inputs, **options):
        return self.text_model(*inputs, **options)


def states(network, hidden, tied=False):
    """The text model's outputs; with `hidden`, every layer's input and the last layer's output.

    That last one is the state before the final norm or, with `tied` as newer libraries have it, the state after it.
    """
    call = network.forward

    def forward(input_ids):
        out = call(input_ids, output_hidden_states=hidden)
        layers = out.hidden_states or ()
        if tied:
            layers = (*layers[:-1], out.last_hidden_state)
        return (out.last_hidden_state, out.pooler_output, *layers)
    return forward


def noise(network):
    call = network.forward
    return lambda sample, timestep, encoder_hidden_states: call(sample, timestep, encoder_hidden_states, return_dict=False)[0]


@contextlib.contextmanager
def answering(network, forward):
    """The network with another forward, so that its weights keep their names in the graph."""
    network.forward = forward
    try:
        yield network
    finally:
        del network.forward


def trace(network, forward, inputs, outputs, axes, opset):
    """The graph that the tracing exporter makes. `inputs`: name to example."""
    buffer = io.BytesIO()
    with answering(network, forward) as module:
        torch.onnx.export(module, tuple(inputs.values()), buffer, input_names=list(inputs), output_names=list(outputs),
                          dynamic_axes=axes, opset_version=opset, do_constant_folding=True, dynamo=False)
    return clean(onnx.load_from_string(buffer.getvalue()))


def dynamo(network, forward, inputs, outputs, axes, opset):
    """The graph that the newer exporter makes of the exported program."""
    with answering(network, forward) as module:
        program = torch.onnx.export(module, tuple(inputs.values()), input_names=list(inputs), output_names=list(outputs),
                                    dynamic_shapes=tuple(axes[name] for name in inputs), opset_version=opset, dynamo=True, verbose=False)
    return clean(onnx.load_from_string(program.model_proto.SerializeToString()))


def clean(graph):
    """Without what an exporter notes about the machine it ran on."""
    for node in graph.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    for value in [*graph.graph.value_info, *graph.graph.input, *graph.graph.output]:
        del value.metadata_props[:]
    del graph.graph.metadata_props[:], graph.metadata_props[:]
    return graph


def save(graph, folder, weights=None, threshold=1024):
    """model.onnx, its larger tensors in a file beside it if `weights` names one."""
    folder.mkdir(parents=True, exist_ok=True)
    if weights is None:
        onnx.save(graph, folder / "model.onnx")
        return
    (folder / weights).unlink(missing_ok=True)
    onnx.save(graph, folder / "model.onnx", save_as_external_data=True, all_tensors_to_one_file=True, location=weights,
              size_threshold=threshold)
    (folder / weights).chmod(0o644)
