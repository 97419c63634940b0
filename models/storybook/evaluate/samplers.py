"""Scores the pictures of `langevin bench pictures`, a folder for each sampler and number of evaluations.

    python samplers.py --pictures DIR --recogniser recogniser.pt --json samplers.json > table.md

Counted is the share of all attributes that the prompts name and the pictures show. The table has a row a sampler.
"""
import argparse
import json
from pathlib import Path

import recogniser
from score import score, wilson


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pictures", type=Path, required=True)
    arguments.add_argument("--recogniser", type=Path, default=Path("recogniser.pt"))
    arguments.add_argument("--json", type=Path, required=True)
    options = arguments.parse_args()
    model = recogniser.load(options.recogniser)
    scores = []
    for manifest in sorted(options.pictures.glob("*/manifest.jsonl")):
        sampler, evaluations = manifest.parent.name.rsplit("-", 1)
        result = score(manifest.parent, model)["all"]
        n = sum(v["n"] for v in result["recogniser"].values())
        k = round(sum(v["n"] * v["share"] for v in result["recogniser"].values()))
        low, high = wilson(k, n)
        scores.append(dict(sampler=sampler, evaluations=int(evaluations), present=round(k / n, 4), low=round(low, 4), high=round(high, 4),
                           attributes=n, everything=result["everything"]["share"], pictures=result["everything"]["n"]))
    options.json.write_text(json.dumps(scores, indent=1) + "\n")
    budgets = sorted({s["evaluations"] for s in scores})
    print("| sampler | " + " | ".join(map(str, budgets)) + " |\n|---|" + "---|" * len(budgets))
    for name in dict.fromkeys(s["sampler"] for s in scores):
        row = {s["evaluations"]: s for s in scores if s["sampler"] == name}
        print(f"| `{name}` | " + " | ".join(f"{row[b]['present']:.1%}" if b in row else "–" for b in budgets) + " |")


if __name__ == "__main__":
    main()
