"""Makes the small model directories that the tests load: random weights, the signatures of real exports.

    python make_tiny.py          # needs numpy, onnx, tokenizers; writes three directories beside this file
"""

import json
import pathlib

import numpy as np
import onnx
from onnx import TensorProto as T
from onnx import helper as h
from onnx import numpy_helper
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

HERE = pathlib.Path(__file__).parent
WORDS = "a red green blue sailboat house castle hot-air balloon at sunset with mountains on snow the sky cat".split()
WIDTH, LENGTH = 8, 77


def tokenizer(directory):
    directory.mkdir(parents=True, exist_ok=True)
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokens = alphabet + [c + "</w>" for c in alphabet]
    merges = []
    for word in WORDS:
        letters = list(word[:-1]) + [word[-1] + "</w>"]
        while len(letters) > 1:
            pair = tuple(letters[:2])
            letters[:2] = ["".join(pair)]
            if pair not in merges:
                merges.append(pair)
                tokens.append("".join(pair))
    tokens += ["<|startoftext|>", "<|endoftext|>"]
    vocabulary = {token: i for i, token in enumerate(dict.fromkeys(tokens))}
    t = Tokenizer(models.BPE(vocabulary, merges, end_of_word_suffix="</w>", unk_token="<|endoftext|>"))
    t.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()]
    )
    t.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"'s|'t|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"), behavior="removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    t.decoder = decoders.ByteLevel()
    t.add_special_tokens(["<|startoftext|>", "<|endoftext|>"])
    start, end = (t.token_to_id(x) for x in ("<|startoftext|>", "<|endoftext|>"))
    t.post_processor = processors.TemplateProcessing(
        single="<|startoftext|> $A <|endoftext|>", special_tokens=[("<|startoftext|>", start), ("<|endoftext|>", end)]
    )
    t.enable_truncation(LENGTH)
    t.enable_padding(length=LENGTH, pad_id=end, pad_token="<|endoftext|>")
    t.save(str(directory / "tokenizer.json"), pretty=False)
    config = {
        "bos_token": "<|startoftext|>",
        "eos_token": "<|endoftext|>",
        "unk_token": "<|endoftext|>",
        "pad_token": "<|endoftext|>",
        "model_max_length": LENGTH,
        "tokenizer_class": "CLIPTokenizer",
    }
    write(directory / "tokenizer_config.json", config)
    (directory / "words.txt").write_text("\n".join(sorted(WORDS)) + "\n")
    return t


def text_encoder(directory, vocabulary, ids_type, random, company=False):
    """Embedding + position and one mixing layer; with company, a row also depends on the rows beside it."""
    weights = {
        "embedding": random.normal(size=(vocabulary, WIDTH)),
        "position": random.normal(size=(LENGTH, WIDTH)) * 0.1,
        "mix": random.normal(size=(WIDTH, WIDTH)) * 0.3,
    }
    nodes = [
        h.make_node("Gather", ["embedding", "input_ids"], ["looked_up"]),
        h.make_node("Add", ["looked_up", "position"], ["placed"]),
        h.make_node("MatMul", ["placed", "mix"], ["mixed"]),
    ]
    if company:
        nodes.append(h.make_node("ReduceMean", ["mixed"], ["mean"], axes=[0], keepdims=1))
        nodes.append(h.make_node("Sub", ["mixed", "mean"], ["centred"]))
    nodes.append(h.make_node("Tanh", ["centred" if company else "mixed"], ["last_hidden_state"]))
    network(
        directory,
        nodes,
        [h.make_tensor_value_info("input_ids", ids_type, ["batch", LENGTH])],
        [h.make_tensor_value_info("last_hidden_state", T.FLOAT, ["batch", LENGTH, WIDTH])],
        weights,
    )
    write(directory / "config.json", {"hidden_size": WIDTH, "max_position_embeddings": LENGTH, "vocab_size": vocabulary})


def unet(directory):
    """Gives its input back; only there because a model directory has one."""
    network(
        directory,
        [h.make_node("Identity", ["sample"], ["out_sample"])],
        [
            h.make_tensor_value_info("sample", T.FLOAT, ["batch", 4, "h", "w"]),
            h.make_tensor_value_info("timestep", T.FLOAT, ["batch"]),
            h.make_tensor_value_info("encoder_hidden_states", T.FLOAT, ["batch", LENGTH, WIDTH]),
        ],
        [h.make_tensor_value_info("out_sample", T.FLOAT, ["batch", 4, "h", "w"])],
        {},
    )
    write(directory / "config.json", {"in_channels": 4, "out_channels": 4, "sample_size": 8, "cross_attention_dim": WIDTH})


def network(directory, nodes, inputs, outputs, weights):
    directory.mkdir(parents=True, exist_ok=True)
    tensors = [numpy_helper.from_array(value.astype(np.float32), name) for name, value in weights.items()]
    graph = h.make_graph(nodes, directory.name, inputs, outputs, tensors)
    model = h.make_model(graph, opset_imports=[h.make_opsetid("", 17)], ir_version=8, producer_name="make_tiny")
    onnx.checker.check_model(model)
    onnx.save(model, directory / "model.onnx")


def write(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2) + "\n")


text_encoder(HERE / "company", 8, T.INT64, np.random.default_rng(7), company=True)
for name, ids_type in (("tiny", T.INT64), ("tiny-int32", T.INT32)):
    root = HERE / name
    t = tokenizer(root / "tokenizer")
    text_encoder(root / "text_encoder", t.get_vocab_size(), ids_type, np.random.default_rng(7))
    unet(root / "unet")
    write(root / "scheduler/scheduler_config.json", {"_class_name": "DDIMScheduler", "num_train_timesteps": 1000})
    parts = {
        "_class_name": "StableDiffusionPipeline",
        "scheduler": ["diffusers", "DDIMScheduler"],
        "text_encoder": ["transformers", "CLIPTextModel"],
        "tokenizer": ["transformers", "CLIPTokenizer"],
        "unet": ["diffusers", "UNet2DConditionModel"],
    }
    write(root / "model_index.json", parts)
    write(root / "langevin.json", {"name": name, "version": "0", "scale_factor": 8, "sizes": ["64x64"]})
