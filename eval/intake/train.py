#!/usr/bin/env python3
"""Trains the two page models and writes crates/ingest/src/html/model.rs.

    python3 eval/intake/train.py            (needs numpy, scikit-learn, trafilatura)

Only the development set is read: ../shared/data/intake/trafilatura-eval (DEPECHE_SHARED
names another place). What is article is taken from, strongest first: the snippets that
the set says must be and must not be in the text; the article's body where the page
itself gives it as JSON-LD; and where neither speaks, the vote of trafilatura's three modes.
"""
import collections
import html
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("DEPECHE_SHARED", ROOT.parent / "shared"))
MODEL = ROOT / "crates/ingest/src/html/model.rs"
CONTEXT = "context"


def unpack(work):
    archive = SHARED / "data/intake/trafilatura-eval/eval.tar.xz"
    if not archive.exists():
        sys.exit(f"no development set at {archive}; nothing to train on")
    with tarfile.open(archive) as tar:
        tar.extractall(work, filter="data")
    gold = json.loads((work / "tests/evaldata.json").read_text())
    pages = {}
    for entry in gold.values():
        for folder in ("cache", "eval"):
            path = work / "tests" / folder / entry["file"]
            if path.exists():
                pages[str(path)] = entry
    return pages


def features(paths):
    command = ["cargo", "run", "-q", "-p", "depeche-ingest", "--example", "features", "--", *paths]
    lines = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\n")
    return [json.loads(line) for line in lines if line]


def words(text):
    return re.findall(r"\w+", text.lower())


def shingles(tokens, n=4):
    return {tuple(tokens[i : i + n]) for i in range(max(1, len(tokens) - n + 1))} if tokens else set()


class Teacher:
    """A text that holds the article: how much of a stretch it shares."""

    def __init__(self, text):
        self.shingles = shingles(words(text))
        self.lines = {" ".join(words(line)) for line in text.splitlines()}

    def share(self, tokens):
        if len(tokens) < 4:
            return float(" ".join(tokens) in self.lines)
        mine = shingles(tokens)
        return len(mine & self.shingles) / len(mine)


def body_in_linked_data(page):
    for script in re.findall(r'<script[^>]*ld\+json[^>]*>(.*?)</script>', page, re.S | re.I):
        found = re.search(r'"articleBody"\s*:\s*"((?:[^"\\]|\\.)*)"', script, re.S)
        if found:
            try:
                text = json.loads('"' + re.sub(r"[\x00-\x1f]", " ", found.group(1)) + '"')
            except ValueError:
                continue
            text = re.sub(r"<[^>]+>", " ", html.unescape(text))
            if len(text) > 800:
                return text
    return None


def teachers(path, cache):
    key = os.path.basename(path)
    if key not in cache:
        import trafilatura

        page = Path(path).read_bytes()
        modes = ({}, {"favor_precision": True}, {"favor_recall": True})
        cache[key] = [trafilatura.extract(page, include_comments=False, **mode) or "" for mode in modes]
    return [Teacher(text) for text in cache[key]]


def labels(page, entry, cache):
    """For each stretch: article or not, and how much it weighs in training."""
    told = body_in_linked_data(Path(page["path"]).read_bytes().decode("utf-8", "replace"))
    voters = [Teacher(told)] if told else teachers(page["path"], cache)
    out = []
    for text, _ in page["stretches"]:
        tokens = words(text)
        vote = sum(voter.share(tokens) for voter in voters) / len(voters)
        sure = abs(vote - 0.5) * 2
        label, weight = vote > 0.5, (0.2 + sure) * (2.0 if told else 1.0)
        flat = " ".join(text.split())
        if any(s and " ".join(s.split()) in flat for s in entry.get("with") or []):
            label, weight = True, 3.0
        elif any(s and " ".join(s.split()) in flat and len(flat) < 4 * len(s) for s in entry.get("without") or []):
            label, weight = False, 3.0
        # Long stretches are most of the text, short ones most of the stretches.
        out.append((label, weight * (0.3 + min(len(flat), 600) / 300)))
    return out


def fit(x, y, w):
    model = LogisticRegression(C=1.0, max_iter=400, tol=1e-3, fit_intercept=False)
    model.fit(x, y, sample_weight=w)
    return model.coef_[0]


def write(first, second):
    def table(name, about, weights):
        rows = [", ".join("%.4f" % v for v in weights[i : i + 12]) for i in range(0, len(weights), 12)]
        body = "".join(f"    {row},\n" for row in rows)
        return f"/// {about}\n#[rustfmt::skip]\n#[allow(clippy::approx_constant, reason = \"a weight may lie near a constant\")]\npub(super) const {name}: [f32; {len(weights)}] = [\n{body}];\n"

    MODEL.write_text(
        "//! Weights of the models in [`super::score`]; made by `eval/intake/train.py`.\n\n"
        + table("FIRST", "Weights of the first model, one for each feature.", first)
        + "\n"
        + table("SECOND", "Weights of the second model: the same features, then the context.", second)
    )


def data(pages, gold, cache):
    x, y, w, group = [], [], [], []
    for number, page in enumerate(pages):
        for (_, row), (label, weight) in zip(page["stretches"], labels(page, gold[page["path"]], cache)):
            x.append(row), y.append(label), w.append(weight), group.append(number)
    return np.array(x, np.float32), np.array(y), np.array(w), np.array(group)


def main():
    with tempfile.TemporaryDirectory() as work:
        gold = unpack(Path(work))
        kept = Path(os.environ["TEACHERS"]) if "TEACHERS" in os.environ else None
        cache = json.loads(kept.read_text()) if kept and kept.exists() else {}
        for step in ("first", "second"):
            pages = features(sorted(gold))
            x, y, w, group = data(pages, gold, cache)
            plain = [i for i, name in enumerate(pages[0]["names"]) if name != CONTEXT]
            if step == "first":
                first = fit(x[:, plain], y, w)
                write(first, np.zeros(x.shape[1]))
                print("first:", report(x[:, plain] @ first, y, w))
            else:
                held_out = group % 5 == 0
                trial = fit(x[~held_out], y[~held_out], w[~held_out])
                print("second, held out:", report(x[held_out] @ trial, y[held_out], w[held_out]))
                second = fit(x, y, w)
                write(first, second)
                names = collections.Counter()
                for name, weight in zip(pages[0]["names"], second):
                    names[name] += abs(weight)
                print("strongest:", ", ".join(name for name, _ in names.most_common(25)))
        if kept:
            kept.write_text(json.dumps(cache))


def report(logits, y, w):
    said = logits > 0
    hit = (w * (said & y)).sum()
    precision, recall = hit / (w * said).sum(), hit / (w * y).sum()
    return "P %.4f  R %.4f  F1 %.4f" % (precision, recall, 2 * precision * recall / (precision + recall))


if __name__ == "__main__":
    main()
