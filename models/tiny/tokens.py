"""Texts that tokenizers get wrong, and what the library's tokenizer makes of them."""
from transformers import CLIPTokenizer

import bpe
import cases

TEXTS = [
    "", " ", "a", "a photo of a red boat on the calm sea at sunset", "A PHOTO of a Red BOAT",
    "  two   spaces \t a tab\nand\r\na line  ", "\u00a0no-break\u00a0space\u2003em space\u3000wide space", "zero\u200bwidth\u200djoiner \ufeffmark",
    "it's", "IT'S", "don't can't", "we've you're I'm she'll he'd", "'s 't 're", "rock 'n' roll", "the dogs' bowls", "it\u2019s curly",
    "''s", "o'clock's", "'T'S", "1234567890", "12 boats, 3.5 km, 1/2 and ½", "x2 y² ⅷ Ⅷ ①", "٣ boats", "2024-11-21T10:00",
    "café", "cafe\u0301", "CAFÉ", "naïve façade, Ångström", "A\u030angstro\u0308m", "ÉTÉ À SAINT-MALO", "Straße STRASSE ẞ", "İstanbul I ı", "ΣΊΣΥΦΟΣ ς",
    "ﬁne ﬂow", "ｆｕｌｌｗｉｄｔｈ １２", "日本の山", "山 a 川", "한국어", "\u1112\u1161\u11ab", "हिन्दी नदी", "ไทย", "שָׁלוֹם", "مرحبا",
    "🙂", "🙂🙂 two", "👩\u200d🚀 👍🏽 🇫🇷", "a🙂b", "❤️ ☀ ★", "\u0000", "bell\u0007 and\u001b escape", "\u0085 next line \u2028 separator", "soft\u00adhyphen", "a\u001cb\u000bc\u000cd", "\u212bngstr\u00f6m 5 \u212a \u2126", "ǅungla", "\ufdfa", "re\u0301\u0323", "\u1e69 s\u0307\u0323",
    "<|endoftext|>", "a <|endoftext|> b", "a<|endoftext|>b<|startoftext|>c", "<|endoftext", "<| endoftext |>", "a</w> b</w>",
    "!", "boat!", "boat! sea!!", "! boat", "a!b", "!!!!", "...!?", "(boat:1.2), [sea], {sun}", "\\(boat\\)", "a,b;c:d.e", "--ar 16:9 --v", "#tag @you $5 50% a&b a_b a*b a=b",
    "https://example.org/a?b=c&d=e", "snake_case camelCase", "\"quoted\" `code` «guillemets» „low“", "…—–‘’“”", "\ud7ff\ue000", "\U0010ffff",
    "supercalifragilisticexpialidocious", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "the " * 75, "the " * 76, "sea " * 40, cases.LONG, cases.ODD,
]


def write(out):
    """Ids of every text, padded or cut to 77, by tokenizer."""
    names = {"sd1": "sd1", "sd2": "sd2"}
    tokenizers = {name: CLIPTokenizer.from_pretrained(out / folder / "tokenizer") for name, folder in names.items()}
    entries = [{"text": text, **{name: tokenizer(text, padding="max_length", max_length=77, truncation=True).input_ids
                                 for name, tokenizer in tokenizers.items()}} for text in TEXTS]
    lines = ",\n".join("  " + bpe.json.dumps(entry) for entry in entries)
    (out / "expected" / "tokens.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
