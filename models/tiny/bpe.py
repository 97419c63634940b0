"""Learns byte-level pair merges, and writes a CLIP tokenizer's files in the forms that model directories have.

The vocabulary's order is CLIP's: the 256 bytes, the same at the end of a word, the merges, the start and end marks.
"""
import json
import tempfile
from collections import Counter
from pathlib import Path

import regex
from transformers import CLIPTokenizer

import words

START, END = "<|startoftext|>", "<|endoftext|>"
MERGES = 96
LENGTH = 77
PIECE = regex.compile(r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+", regex.IGNORECASE)


def alphabet():
    """A printable character for every byte; printable ones stand for themselves and come first."""
    printable = [*range(ord("!"), ord("~") + 1), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    return {**{byte: chr(byte) for byte in printable}, **{byte: chr(256 + i) for i, byte in enumerate(others)}}


def learn():
    """The most frequent pair of neighbours is joined, again and again; ties go to the first in the alphabet."""
    letters = alphabet()
    counts = Counter()
    for piece in PIECE.findall(words.TEXT.lower()):
        symbols = [letters[byte] for byte in piece.encode()]
        counts[(*symbols[:-1], symbols[-1] + "</w>")] += 1
    merges = []
    while len(merges) < MERGES:
        pairs = Counter()
        for word, count in counts.items():
            for pair in zip(word, word[1:]):
                pairs[pair] += count
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        merges.append(best)
        counts = Counter({joined(word, best): count for word, count in counts.items()})
    return merges


def joined(word, pair):
    out, i = [], 0
    while i < len(word):
        step = 2 if word[i:i + 2] == pair else 1
        out.append("".join(word[i:i + step]))
        i += step
    return tuple(out)


def vocabulary(merges):
    letters = list(alphabet().values())
    entries = [*letters, *(letter + "</w>" for letter in letters), *("".join(pair) for pair in merges), START, END]
    assert len(set(entries)) == len(entries), "a merge makes an entry that is there already"
    return {entry: i for i, entry in enumerate(entries)}


def mark(content, normalized=True):
    return {"content": content, "lstrip": False, "normalized": normalized, "rstrip": False, "single_word": False}


def write(folder, merges):
    """vocab.json, merges.txt and the two descriptions, as the Stable Diffusion 1 repositories have them."""
    write_merges(folder, merges)
    dump(folder / "special_tokens_map.json",
         {"bos_token": mark(START), "eos_token": mark(END), "pad_token": END, "unk_token": mark(END)})
    dump(folder / "tokenizer_config.json", {
        "add_prefix_space": False, "bos_token": {"__type": "AddedToken", **mark(START)}, "do_lower_case": True,
        "eos_token": {"__type": "AddedToken", **mark(END)}, "errors": "replace", "model_max_length": LENGTH,
        "name_or_path": "tiny", "pad_token": END, "special_tokens_map_file": "./special_tokens_map.json",
        "tokenizer_class": "CLIPTokenizer", "unk_token": {"__type": "AddedToken", **mark(END)}})


def write_padded(folder, merges, pad):
    """The same with a pad token of its own and tokenizer.json beside, as newer libraries save them."""
    write_merges(folder, merges)
    marks = {pad: mark(pad, normalized=False), START: mark(START), END: mark(END)}
    dump(folder / "special_tokens_map.json",
         {"bos_token": mark(START), "eos_token": mark(END), "pad_token": marks[pad], "unk_token": mark(END)})
    ids = vocabulary(merges)
    dump(folder / "tokenizer_config.json", {
        "add_prefix_space": False,
        "added_tokens_decoder": {str(ids[token]): {**form, "special": True} for token, form in marks.items()},
        "bos_token": START, "clean_up_tokenization_spaces": True, "do_lower_case": True, "eos_token": END, "errors": "replace",
        "extra_special_tokens": {}, "model_max_length": LENGTH, "pad_token": pad, "tokenizer_class": "CLIPTokenizer",
        "unk_token": END})
    CLIPTokenizer.from_pretrained(folder).backend_tokenizer.save(str(folder / "tokenizer.json"))


def write_newest(folder, merges):
    """tokenizer.json and its description alone, as the fifth version of the library saves them."""
    with tempfile.TemporaryDirectory() as earlier:
        write(Path(earlier) / "tokenizer", merges)
        CLIPTokenizer.from_pretrained(Path(earlier) / "tokenizer").save_pretrained(folder)


def write_merges(folder, merges):
    folder.mkdir(parents=True, exist_ok=True)
    dump(folder / "vocab.json", vocabulary(merges), indent=None)
    (folder / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges), encoding="utf-8")


def dump(file, content, indent=2):
    file.write_text(json.dumps(content, indent=indent, ensure_ascii=False) + ("\n" if indent else ""), encoding="utf-8")
