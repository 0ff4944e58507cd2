#!/usr/bin/env python3
"""Attributions derived from French treebanks, as texts and gold that the scorers read.

    python3 eval/silver.py OUT

Writes OUT/texts/*.txt, one sentence each (those with gold only: the silver is
incomplete, so it measures recall and exactness, not precision), and
OUT/silver.gold.jsonl. The sentences come from $DEPECHE_SHARED (or ../shared
beside the repository). Then:

    depeche annotate OUT/texts --format jsonl > system.jsonl
    python3 ../shared/score/score.py OUT/silver.gold.jsonl system.jsonl --layer quotations

Says so and ends well when the sentences are not there. Standard library only.
"""

import hashlib
import json
import os
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent


def shared():
    return Path(os.environ.get("DEPECHE_SHARED", REPOSITORY.parent / "shared"))


def gold(name, sentence):
    """One sentence in the exchange format. The speakers are not annotated."""
    text = sentence["text"]
    spans = lambda span: [span] if span else []
    return {
        "schema": "depeche/reading/1",
        "text": {"path": name, "lang": "fr", "content": text, "content_length": len(text),
                 "content_sha256": hashlib.sha256(text.encode()).hexdigest()},
        "layers": ["quotations"],
        "parties": [],
        "quotations": [
            {"id": f"q{number}", "type": kind(text, relation), "source": spans(relation.get("source")),
             "cue": spans(relation.get("cue")), "content": [relation["content"]], "speaker": []}
            for number, relation in enumerate(sentence["attributions"], 1)
        ],
    }


def kind(text, relation):
    begin, end = relation["content"]
    words = text[begin:end]
    if words[0] in "«\"“":
        return "direct"
    return "mixed" if any(mark in words for mark in "«\"“") else "indirect"


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    source = shared() / "data/quotes/ud_fr_attribution/ud_fr_attribution.jsonl"
    if not source.exists():
        print(f"{source} is not there; nothing done")
        return
    out = Path(sys.argv[1])
    (out / "texts").mkdir(parents=True, exist_ok=True)
    count = 0
    with (out / "silver.gold.jsonl").open("w", encoding="utf-8") as lines:
        for number, line in enumerate(source.open(encoding="utf-8")):
            sentence = json.loads(line)
            if not sentence["attributions"]:
                continue
            name = f"{number:04}.txt"
            (out / "texts" / name).write_text(sentence["text"], encoding="utf-8", newline="")
            lines.write(json.dumps(gold(name, sentence), ensure_ascii=False) + "\n")
            count += 1
    print(f"{count} sentences")


if __name__ == "__main__":
    main()
