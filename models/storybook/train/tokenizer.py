"""Trains the byte-level BPE tokenizer on captions and a list of common words, in CLIP's form.

    python tokenizer.py --out ../tokenizer

Lower case, <|startoftext|> ... <|endoftext|>, the latter also as padding, 77 tokens. Word ends carry `</w>`
as in CLIP, so CLIP's own tokenizer class reads the files, as do loaders of `tokenizer.json`.
"""
import argparse
import json
import os
from pathlib import Path
from random import Random

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from attributes import random_spec
from captions import caption

START, END, LENGTH, ENTRIES = "<|startoftext|>", "<|endoftext|>", 77, 1536
SPLIT = r"""<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"""


def build(words, seed=0):
    rng = Random(seed)
    corpus = [caption(random_spec(rng), rng) for _ in range(20000)] + list(words) * 30
    tokenizer = Tokenizer(models.BPE(unk_token=END, end_of_word_suffix="</w>"))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(SPLIT), behavior="removed", invert=True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    # Every byte twice, alone and ending a word, so that any text has tokens.
    trainer = trainers.BpeTrainer(vocab_size=ENTRIES - 2 - len(alphabet), show_progress=False, initial_alphabet=alphabet,
                                  end_of_word_suffix="</w>", special_tokens=[])
    tokenizer.train_from_iterator(corpus, trainer)
    learned = json.loads(tokenizer.to_str())["model"]
    merges = [tuple(m) if isinstance(m, list) else tuple(m.split(" ")) for m in learned["merges"]]
    order = sorted(alphabet)
    entries = order + [b + "</w>" for b in order]
    for left, right in merges:
        if left + right not in entries:
            entries.append(left + right)
    entries += [START, END]
    vocabulary = {entry: i for i, entry in enumerate(entries)}
    tokenizer.model = models.BPE(vocab=vocabulary, merges=merges, unk_token=END, end_of_word_suffix="</w>")
    tokenizer.add_special_tokens([START, END])
    tokenizer.post_processor = processors.RobertaProcessing((END, vocabulary[END]), (START, vocabulary[START]),
                                                            trim_offsets=False, add_prefix_space=False)
    tokenizer.enable_truncation(LENGTH)
    tokenizer.enable_padding(length=LENGTH, pad_id=vocabulary[END], pad_token=END)
    return tokenizer, vocabulary, merges


def save(out, tokenizer, vocabulary, merges):
    out.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(out / "tokenizer.json"))
    (out / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False))
    (out / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges))
    special = {"bos_token": START, "eos_token": END, "unk_token": END, "pad_token": END}
    (out / "special_tokens_map.json").write_text(json.dumps(special, indent=2) + "\n")
    config = dict(special, add_prefix_space=False, do_lower_case=True, model_max_length=LENGTH, errors="replace",
                  clean_up_tokenization_spaces=False, tokenizer_class="CLIPTokenizer")
    (out / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=Path, default=Path("../tokenizer"))
    options = arguments.parse_args()
    words = (Path(__file__).parent / "words.txt").read_text().split()
    tokenizer, vocabulary, merges = build(words)
    save(options.out, tokenizer, vocabulary, merges)
    print(len(vocabulary), "entries;", tokenizer.encode("A red sailboat at sunset with mountains, naïve 火").tokens[:24])
