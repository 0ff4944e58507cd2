#!/usr/bin/env python3
"""Trains the two page models and writes crates/ingest/src/html/model.rs.

    python3 eval/intake/train.py            (needs numpy, scikit-learn, trafilatura)

Only the development set is read: ../shared/data/intake/trafilatura-eval (DEPECHE_SHARED
names another place). What is article is taken from, strongest first: the snippets that
the set says must be and must not be in the text; the article's body where the page
itself gives it whole as JSON-LD; and where neither speaks, the vote of trafilatura's three
modes.
"""
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
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("DEPECHE_SHARED", ROOT.parent / "shared"))
MODEL = ROOT / "crates/ingest/src/html/model.rs"
CONTEXT = "context"
TREES, DEPTH = 60, 3


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


def visible(text):
    return re.sub("[\u00ad\u200b-\u200d\ufeff]", "", text)


def words(text):
    return re.findall(r"\w+", visible(text).lower())


def shingles(tokens, n=4):
    return {tuple(tokens[i : i + n]) for i in range(max(1, len(tokens) - n + 1))} if tokens else set()


class Teacher:
    """A text that holds the article: how much of a stretch it shares."""

    def __init__(self, text):
        self.length = len(text)
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
    voters = teachers(page["path"], cache)
    told = body_in_linked_data(Path(page["path"]).read_bytes().decode("utf-8", "replace"))
    # Some pages give only the beginning of their article.
    if told and len(told) > 0.7 * sorted(voter.length for voter in voters)[1]:
        voters = [Teacher(told), Teacher(told), voters[0]]
    out = []
    for text, _ in page["stretches"]:
        tokens = words(text)
        vote = sum(voter.share(tokens) for voter in voters) / len(voters)
        label, weight = vote > 0.5, 0.2 + abs(vote - 0.5) * 2
        flat = " ".join(visible(text).split())
        if any(s and " ".join(s.split()) in flat for s in entry.get("with") or []):
            label, weight = True, 3.0
        elif any(s and " ".join(s.split()) in flat and len(flat) < 4 * len(s) for s in entry.get("without") or []):
            label, weight = False, 3.0
        # Long stretches are most of the text, short ones most of the stretches.
        out.append((label, weight * (0.3 + min(len(flat), 600) / 300)))
    # Nor shall long pages count for much more than short ones.
    whole = sum(weight for _, weight in out)
    return [(label, weight / whole**0.5) for label, weight in out]


def linear(x, y, w):
    model = LogisticRegression(C=1.0, max_iter=400, tol=1e-3, fit_intercept=False)
    return model.fit(x, y, sample_weight=w / w.mean())


def trees(x, y, w):
    model = HistGradientBoostingClassifier(
        max_iter=TREES, max_depth=DEPTH, max_leaf_nodes=None, learning_rate=0.15, min_samples_leaf=40,
        l2_regularization=1.0, max_bins=64, early_stopping=False, random_state=0)
    return model.fit(x, y, sample_weight=w / w.mean())


def questions(model):
    """The trees with all branches three questions deep: what is asked, what is said."""
    found = []
    for (predictor,) in model._predictors:
        asks, says = [(0, 0.0)] * (2**DEPTH - 1), [0.0] * 2**DEPTH

        def fill(node, at):
            node = predictor.nodes[node] if not isinstance(node, np.void) else node
            if at >= len(asks):
                says[at - len(asks)] = node["value"] + float(model._baseline_prediction[0, 0]) / TREES
            elif node["is_leaf"]:
                fill(node, 2 * at + 1), fill(node, 2 * at + 2)
            else:
                asks[at] = (int(node["feature_idx"]), float(node["num_threshold"]))
                fill(node["left"], 2 * at + 1), fill(node["right"], 2 * at + 2)

        fill(0, 0)
        found.append((asks, says))
    return found


def number(value):
    text = "%.5g" % value
    return text if re.search("[.e]", text) else text + ".0"


def write(first, second):
    rows = [", ".join("%.4f" % weight for weight in first[i : i + 12]) for i in range(0, len(first), 12)]
    weights = "".join(f"    {row},\n" for row in rows)
    asked = "".join(
        "    Questions { asks: [%s], says: [%s] },\n" % (
            ", ".join("(%d, %s)" % (feature, number(threshold)) for feature, threshold in asks),
            ", ".join(map(number, says)))
        for asks, says in second)
    allow = '#[rustfmt::skip]\n#[allow(clippy::approx_constant, clippy::excessive_precision, clippy::unreadable_literal, reason = "numbers of a machine")]\n'
    MODEL.write_text(
        "//! The models in [`super::score`]; made by `eval/intake/train.py`.\n\n"
        "use super::score::Questions;\n\n"
        f"/// Weights of the first model, one for each feature.\n{allow}"
        f"pub(super) const FIRST: [f32; {len(first)}] = [\n{weights}];\n\n"
        f"/// The second model: trees, of which each adds what it says.\n{allow}"
        f"pub(super) static SECOND: [Questions; {len(second)}] = [\n{asked}];\n"
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
                model = linear(x[:, plain], y, w)
                first = model.coef_[0]
                write(first, [([(0, 0.0)] * (2**DEPTH - 1), [0.0] * 2**DEPTH)])
                print("first:", report(model.decision_function(x[:, plain]), y, w))
            else:
                held_out = group % 5 == 0
                trial = trees(x[~held_out], y[~held_out], w[~held_out])
                print("second, held out:", report(trial.decision_function(x[held_out]), y[held_out], w[held_out]))
                write(first, questions(trees(x, y, w)))
        if kept:
            kept.write_text(json.dumps(cache))


def report(logits, y, w):
    said = logits > 0
    hit = (w * (said & y)).sum()
    precision, recall = hit / (w * said).sum(), hit / (w * y).sum()
    return "P %.4f  R %.4f  F1 %.4f" % (precision, recall, 2 * precision * recall / (precision + recall))


if __name__ == "__main__":
    main()
