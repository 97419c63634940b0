"""A written directory as a `loop.Model`: its tokenizer's files, and its graphs in ONNX Runtime."""
import json
from types import SimpleNamespace

import numpy as np
import onnxruntime
import torch
from torch import nn
from transformers import CLIPTokenizer

from loop import Model

KINDS = {"tensor(float)": np.float32, "tensor(float16)": np.float16, "tensor(int64)": np.int64, "tensor(int32)": np.int32}
OLDER_SCALE = 0.18215


class Network:
    """One graph; inputs take the types that it asks for."""

    def __init__(self, folder):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
        self.inputs = {port.name: port for port in self.session.get_inputs()}

    def __call__(self, **inputs):
        feed = {name: np.asarray(value).astype(KINDS[self.inputs[name].type]) for name, value in inputs.items()}
        names = [port.name for port in self.session.get_outputs()]
        return {name: torch.from_numpy(value).float() for name, value in zip(names, self.session.run(names, feed))}


class Text(Network):
    def __init__(self, folder, norm):
        super().__init__(folder)
        self.final_layer_norm = norm

    def __call__(self, ids, output_hidden_states=False):
        out = super().__call__(input_ids=ids)
        layers = sorted((name for name in out if name.startswith("hidden_states.")), key=lambda name: int(name.split(".")[1]))
        return SimpleNamespace(last_hidden_state=out["last_hidden_state"], hidden_states=[out[name] for name in layers])


class Denoiser(Network):
    dtype = torch.float32

    def __call__(self, sample, time, encoder_hidden_states):
        time = np.asarray(time)
        if self.inputs["timestep"].shape:
            time = time.repeat(len(sample))
        return SimpleNamespace(sample=super().__call__(sample=sample, timestep=time, encoder_hidden_states=encoder_hidden_states)["out_sample"])


class Decoder(Network):
    dtype = torch.float32

    def __init__(self, folder):
        super().__init__(folder)
        file = folder / "config.json"
        settings = json.loads(file.read_text()) if file.exists() else {"scaling_factor": OLDER_SCALE, "shift_factor": None}
        self.config = SimpleNamespace(**settings)

    def decode(self, latents):
        return SimpleNamespace(sample=self(latent_sample=latents)["sample"])


def load(folder, reference):
    """`reference`: the PyTorch model, for its scheduler and final norm."""
    norm = nn.LayerNorm(reference.text_encoder.final_layer_norm.weight.shape)
    norm.load_state_dict({name: value.float() for name, value in reference.text_encoder.final_layer_norm.state_dict().items()})
    return Model(CLIPTokenizer.from_pretrained(folder / "tokenizer"), Text(folder / "text_encoder", norm), Denoiser(folder / "unet"),
                 Decoder(folder / "vae_decoder"), reference.scheduler)
