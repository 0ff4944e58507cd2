#!/usr/bin/env python3
"""French TimeBank (TimeML) as texts and gold that the scorers read.

    python3 eval/timebank.py OUT [TML_FOLDER]

Writes OUT/texts/*.txt with an index.jsonl of their dates, and
OUT/timebank.gold.jsonl. TML_FOLDER defaults to the development half in
$DEPECHE_SHARED (or ../shared beside the repository). Then:

    depeche annotate OUT/texts --format jsonl > system.jsonl
    python3 ../shared/score/score.py OUT/timebank.gold.jsonl system.jsonl --layer times

Says so and ends well when the corpus is not there. Standard library only.
"""

import hashlib
import json
import os
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent


def shared():
    return Path(os.environ.get("DEPECHE_SHARED", REPOSITORY.parent / "shared"))


def read(path):
    """The text of a TimeML file, its date, and its time expressions in code points."""
    root = ElementTree.parse(path).getroot()
    date = root.find("./DCT/TIMEX3").get("value")
    words, times = [], []
    length = 0

    def add(piece):
        nonlocal length
        words.append(piece or "")
        length += len(piece or "")

    def walk(element):
        begin = length
        add(element.text)
        for child in element:
            walk(child)
            add(child.tail)
        if element.tag == "TIMEX3":
            times.append((begin, length, element))

    walk(root.find("TEXT"))
    content = "".join(words)
    gold = []
    for begin, end, timex in times:
        inner = content[begin:end]
        begin += len(inner) - len(inner.lstrip())
        end -= len(inner) - len(inner.rstrip())
        if begin < end:
            gold.append({"span": [begin, end], "type": timex.get("type"), "value": timex.get("value"),
                         "mod": timex.get("mod")})
    return content, date, sorted(gold, key=lambda time: time["span"])


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    out = Path(sys.argv[1])
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else shared() / "data/time/fr-timebank-dev/Data"
    if not folder.is_dir():
        print(f"timebank: {folder} is not there; nothing written")
        return
    texts = out / "texts"
    texts.mkdir(parents=True, exist_ok=True)
    with open(out / "timebank.gold.jsonl", "w", encoding="utf-8") as gold, \
            open(texts / "index.jsonl", "w", encoding="utf-8") as index:
        for path in sorted(folder.glob("*.tml")):
            content, date, times = read(path)
            name = path.stem + ".txt"
            (texts / name).write_bytes(content.encode("utf-8"))
            index.write(json.dumps({"file": name, "lang": "fr", "date": date}) + "\n")
            text = {"path": name, "lang": "fr", "content_length": len(content),
                    "content_sha256": hashlib.sha256(content.encode("utf-8")).hexdigest(),
                    "published": {"window": date, "basis": "metadata"}}
            gold.write(json.dumps({"text": text, "layers": ["times"], "times": times}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
