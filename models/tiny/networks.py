"""The library's own networks at a size of a few kilobytes, with random weights that use what they are given.

Freshly initialised networks nearly ignore text and time and answer with grey. Here every weight is drawn so that signals
keep their size, biases and norms are not neutral, and the text's share is large: a wrong token shows in the picture.
"""
import math

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel

WIDTH = 32
LAYERS = 3
SIDE = 8

# Standard deviation of a unit's output, where it is not 1; the longest ending that fits a parameter's name decides.
UNET_GAINS = {"attn2.to_q.weight": 2.0, "attn2.to_k.weight": 2.0, "attn2.to_out.0.weight": 4.0, "attn1.to_out.0.weight": 0.5,
              "time_embedding.linear_2.weight": 2.0, "time_emb_proj.weight": 2.5, "ff.net.2.weight": 0.5, "conv_out.weight": 2.0, "conv_out.bias": 0.1}
VAE_GAINS = {"post_quant_conv.weight": 0.15, "post_quant_conv.bias": 0.5, "decoder.conv_in.bias": 1.0,
             "decoder.conv_out.weight": 0.65, "decoder.conv_out.bias": 0.1}
TEXT_GAINS = {"token_embedding.weight": 1.0, "position_embedding.weight": 0.3, "out_proj.weight": 1.5, "fc2.weight": 1.0}


def text_encoder(seed, vocabulary, activation):
    config = CLIPTextConfig(
        vocab_size=vocabulary, hidden_size=WIDTH, intermediate_size=WIDTH, num_hidden_layers=LAYERS, num_attention_heads=4,
        max_position_embeddings=77, hidden_act=activation, projection_dim=WIDTH, bos_token_id=0, eos_token_id=2, pad_token_id=1)
    model = CLIPTextModel(config)
    model.set_attn_implementation("eager")
    return randomise(model, seed, TEXT_GAINS)


def unet(seed, **settings):
    model = UNet2DConditionModel(**{**dict(
        sample_size=SIDE, in_channels=4, out_channels=4, layers_per_block=1, block_out_channels=(8, 16), norm_num_groups=4,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"), up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=WIDTH, attention_head_dim=2), **settings})
    return randomise(model, seed, UNET_GAINS)


def autoencoder(seed, **settings):
    model = AutoencoderKL(**{**dict(
        in_channels=3, out_channels=3, latent_channels=4, layers_per_block=1, block_out_channels=(8, 8, 8, 8), norm_num_groups=4,
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4, sample_size=8 * SIDE), **settings})
    return randomise(model, seed, VAE_GAINS)


@torch.no_grad()
def randomise(model, seed, gains):
    generator = torch.Generator().manual_seed(seed)
    for name, parameter in model.named_parameters():
        noise = torch.randn(parameter.shape, generator=generator)
        gain = next((gains[end] for end in sorted(gains, key=len, reverse=True) if name.endswith(end)), None)
        if "embedding.weight" in name:
            parameter.copy_((gain or 1.0) * noise)
        elif parameter.ndim == 1:
            scale = gain or 0.2
            parameter.copy_((1 if "norm" in name and name.endswith("weight") else 0) + scale * noise)
        else:
            parameter.copy_((gain or 1.0) * noise / math.sqrt(parameter[0].numel()))
    return model.eval().requires_grad_(False)
