"""Configurations without what depends on where they were written."""
import json


def configurations(folder):
    for file in sorted(folder.rglob("*.json")):
        if file.parent.name == "tokenizer":
            continue
        content = json.loads(file.read_text(encoding="utf-8"))
        content.pop("_name_or_path", None)
        file.write_text(json.dumps(content, indent=2, sort_keys=True) + "\n", encoding="utf-8")
