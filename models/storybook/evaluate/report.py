"""Turns the JSON files of score.py into the tables of the README.

    python report.py main=main.json "guidance 1=g1.json" ... > tables.md
"""
import json
import sys
from pathlib import Path

NAMES = ("thing", "colour", "position", "sky", "ground", "light", "mountains", "clouds")


def cell(value):
    return f"{value['share']:.1%} ({value['low']:.1%} to {value['high']:.1%})" if value else "–"


def main():
    results = {name: json.loads(Path(file).read_text()) for name, file in (argument.rsplit("=", 1) for argument in sys.argv[1:])}
    main_ = results.pop("main", None)
    if main_:
        parts = [p for p in ("all", "trained pairs", "held-out pairs") if p in main_]
        print("| present | " + " | ".join(f"{p} ({main_[p]['everything']['n']} prompts)" for p in parts) + " | pixel rule, all |")
        print("|---|" + "---|" * (len(parts) + 1))
        for name in NAMES:
            print(f"| {name} | " + " | ".join(cell(main_[p]["recogniser"].get(name)) for p in parts) + f" | {cell(main_['all']['pixels'].get(name))} |")
        print("| everything asked | " + " | ".join(cell(main_[p]["everything"]) for p in parts) + " | – |\n")
    if results:
        print("| run | prompts | " + " | ".join(NAMES[:5]) + " | everything |\n|---|---|" + "---|" * 6)
        for name, result in results.items():
            share = lambda n: f"{result['all']['recogniser'][n]['share']:.1%}" if n in result["all"]["recogniser"] else "–"
            print(f"| {name} | {result['pictures']} | " + " | ".join(share(n) for n in NAMES[:5]) + f" | {result['all']['everything']['share']:.1%} |")
        print()
    for name, values in (main_ or {}).get("diversity", {}).items():
        shares = ", ".join(f"{k} {v[0]:.0%} ({v[1]:.0%})" for k, v in values.items() if k != "distance")
        print(f"- {name}: {shares}; total variation distance {values['distance']:.2f}")


if __name__ == "__main__":
    main()
