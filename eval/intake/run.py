#!/usr/bin/env python3
"""Reads the pages of the public extraction sets with depeche and with Python's trafilatura.

    python3 eval/intake/run.py [--no-trafilatura] [--json OUT]

Prints, for each set, the figure of the set's own metric and pages a second of both
programs, one after the other on the same machine, pages unpacked beforehand, both with
metadata. trafilatura is installed into eval/intake/.venv by this script. The sets are
looked for in ../shared/data/intake (DEPECHE_SHARED names another place); where they
are absent there is nothing to measure, and the script says so.

Develop on trafilatura-eval; the other two are reports: never tune on them.
"""
import argparse
import gzip
import importlib.util
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("DEPECHE_SHARED", ROOT.parent / "shared")) / "data/intake"
VENV = HERE / ".venv"


def own_metric(path):
    spec = importlib.util.spec_from_file_location("metric", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def aeb(texts):
    """article-extraction-benchmark: its shingle metric."""
    folder = DATA / "article-extraction-benchmark"
    metric = own_metric(folder / "evaluate.py")
    gold = json.loads((folder / "ground-truth.json").read_text())
    said = {key: {"articleBody": texts.get(f"{key}.html.gz", "")} for key in gold}
    result = metric.evaluate(gold, said, 1)
    return "F1 %.4f  P %.4f  R %.4f  accuracy %.3f" % tuple(result[k] for k in ("f1", "precision", "recall", "accuracy"))


def wcxb(texts):
    """WCXB, article pages of the test split: mean word F1."""
    folder = DATA / "wcxb-test"
    metric = own_metric(folder / "evaluate.py")
    scores = []
    for path in sorted((folder / "ground-truth").glob("*.json")):
        entry = json.loads(path.read_text())
        if metric.get_page_type(entry) == "article":
            gold = (entry.get("ground_truth") or {}).get("main_content") or ""
            scores.append(metric.word_f1(texts.get(f"{path.stem}.html.gz", ""), gold))
    mean = [sum(column) / len(scores) for column in zip(*scores)]
    return "F1 %.4f  P %.4f  R %.4f  (%d pages)" % (mean[2], mean[0], mean[1], len(scores))


def snippets(texts, gold):
    """trafilatura's own set: snippets that must and must not be in the text."""
    hit = missed = false = 0
    for entry in gold.values():
        text = texts.get(entry["file"], "")
        hit += sum(s in text for s in entry.get("with") or [])
        missed += sum(s not in text for s in entry.get("with") or [])
        false += sum(s in text for s in entry.get("without") or [])
    precision, recall = hit / max(1, hit + false), hit / max(1, hit + missed)
    return "F1 %.4f  P %.4f  R %.4f  (snippets)" % (2 * precision * recall / (precision + recall), precision, recall)


def depeche(folder):
    command = ["cargo", "run", "-q", "--release", "-p", "depeche-ingest", "--example", "pages", "--", str(folder)]
    run = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    pages = [json.loads(line) for line in run.stdout.split("\n") if line]
    took = json.loads(run.stderr.strip().splitlines()[-1])
    return {page["page"]: page["body"] for page in pages}, took["pages"] / took["seconds"]


THEIRS = """
import gzip, json, sys, time
from pathlib import Path
from trafilatura import bare_extraction
pages = [(p.name, gzip.decompress(p.read_bytes()) if p.suffix == ".gz" else p.read_bytes()) for p in sorted(Path(sys.argv[1]).iterdir())]
start = time.process_time()
out = {}
for name, page in pages:
    try:
        found = bare_extraction(page, include_comments=False, with_metadata=True)
    except Exception:
        found = None
    out[name] = (found.text if found else "") or ""
json.dump({"texts": out, "speed": len(pages) / (time.process_time() - start)}, sys.stdout)
"""


def trafilatura(folder):
    python = VENV / "bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
        subprocess.run([str(python), "-m", "pip", "-q", "install", "trafilatura", "lxml_html_clean"], check=True)
    run = subprocess.run([str(python), "-c", THEIRS, str(folder)], check=True, capture_output=True, text=True)
    found = json.loads(run.stdout)
    return found["texts"], found["speed"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--no-trafilatura", action="store_true", help="only depeche")
    parser.add_argument("--sets", default="aeb,wcxb,snippets")
    parser.add_argument("--json", type=Path, help="write the lines there, too")
    args = parser.parse_args()
    if not DATA.exists():
        print(f"no sets at {DATA}: nothing to measure")
        return
    programs = [("depeche", depeche)] + ([] if args.no_trafilatura else [("trafilatura", trafilatura)])
    lines = []
    with tempfile.TemporaryDirectory() as work:
        sets = {"aeb": (DATA / "article-extraction-benchmark/html", aeb), "wcxb": (DATA / "wcxb-test/html", wcxb)}
        if "snippets" in args.sets:
            with tarfile.open(DATA / "trafilatura-eval/eval.tar.xz") as tar:
                tar.extractall(work, filter="data")
            tests = Path(work) / "tests"
            gold = json.loads((tests / "evaldata.json").read_text())
            pages = Path(work) / "pages"
            pages.mkdir()
            for entry in gold.values():
                for folder in ("cache", "eval"):
                    if (tests / folder / entry["file"]).exists():
                        (pages / entry["file"]).write_bytes((tests / folder / entry["file"]).read_bytes())
            sets["snippets"] = (pages, lambda texts: snippets(texts, gold))
        for name in args.sets.split(","):
            folder, measure = sets[name]
            for program, read in programs:
                texts, speed = read(folder)
                lines.append(f"{name:<9} {program:<12} {measure(texts)}  {speed:.0f} pages/s")
                print(lines[-1], flush=True)
    if args.json:
        args.json.write_text(json.dumps(lines, indent=1) + "\n")


if __name__ == "__main__":
    main()
