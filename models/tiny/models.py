"""The tiny models: their networks, schedulers and tokenizers, and the form in which each is written."""
import tempfile
from pathlib import Path

import torch
from diffusers import DDIMScheduler, PNDMScheduler
from transformers import CLIPTokenizer

import bpe
import current
import networks
import older
from loop import Model

MERGES = bpe.learn()
SIZE = len(bpe.vocabulary(MERGES))
NOISE = dict(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", num_train_timesteps=1000, trained_betas=None,
             set_alpha_to_one=False, skip_prk_steps=True, steps_offset=1, clip_sample=False)


def ended(folder):
    bpe.write(folder, MERGES)


def padded(folder):
    bpe.write_padded(folder, MERGES, "!")


def newest(folder):
    bpe.write_newest(folder, MERGES)


def tokenizer(write):
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder) / "tokenizer")
        return CLIPTokenizer.from_pretrained(Path(folder) / "tokenizer")


def first():
    """Stable Diffusion 1's choices."""
    return Model(tokenizer(ended), networks.text_encoder(11, SIZE, "quick_gelu"), networks.unet(12),
                 networks.autoencoder(13, scaling_factor=0.18215), PNDMScheduler.from_config(NOISE))


def second():
    """Stable Diffusion 2's choices."""
    unet = networks.unet(22, attention_head_dim=(2, 4), use_linear_projection=True, upcast_attention=True)
    scheduler = DDIMScheduler.from_config({**NOISE, "prediction_type": "v_prediction"})
    return Model(tokenizer(padded), networks.text_encoder(21, SIZE, "gelu"), unet, networks.autoencoder(23, scaling_factor=0.18215), scheduler)


def half():
    """All weights float16; an autoencoder that asks for float32, with a scale and a shift of its own."""
    vae = networks.autoencoder(33, scaling_factor=0.3611, shift_factor=8.0, force_upcast=True)
    return Model(tokenizer(newest), networks.text_encoder(31, SIZE, "quick_gelu").half(), networks.unet(32).half(), vae.half(),
                 PNDMScheduler.from_config(NOISE))


MODELS = {"sd1": first, "sd1-older": first, "sd1-oldest": first, "sd1-dynamo": first, "sd2": second, "sd1-float16": half}


def write(name, folder, model):
    torch.manual_seed(0)
    if name == "sd1":
        current.write(folder, model, ended, hidden=True)
    elif name == "sd1-older":
        older.write(folder, model, ended)
    elif name == "sd1-oldest":
        older.write(folder, model, ended, time=torch.tensor([0, 1]))
    elif name == "sd1-dynamo":
        current.write(folder, model, ended, hidden=True, weights="model.onnx_data", dynamo=True)
    elif name == "sd2":
        current.write(folder, model, padded, weights="model.onnx_data")
    elif name == "sd1-float16":
        current.write(folder, model, newest, hidden=True, newest=True)


def reference(name):
    """The model that the expected pictures come from: PyTorch's float16 for text and U-Net, the autoencoder in float32 as it asks."""
    model = MODELS[name]()
    model.vae.float()
    return model
