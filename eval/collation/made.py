"""Base texts for made sets of copies, and the edits that outlets make.

The base texts are cut from what ../shared/data holds (or DEPECHE_SHARED): each is a stretch
of running text of one source, no two share a sentence. Standard library only.
"""
import glob
import json
import os
import pathlib
import random
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SHARED = pathlib.Path(os.environ.get("DEPECHE_SHARED") or ROOT.parent / "shared").resolve()
DATA = SHARED / "data"


def need_data():
    """Leaves, saying so, where the shared data is absent: there is nothing to measure then."""
    if not DATA.is_dir():
        print("no shared data at %s: nothing measured" % DATA)
        sys.exit(0)


def sentences(text):
    """A plain cut into sentences: good enough to drop, keep and move some."""
    return [s for s in re.split(r"(?<=[.!?»])\s+", " ".join(text.split())) if s]


def conllu(path):
    with open(path, encoding="utf-8") as f:
        return [line[9:].strip() for line in f if line.startswith("# text = ")]


def sources():
    """Lists of sentences, one list a source in its own order."""
    for path in sorted(glob.glob(str(DATA / "time/global-voices/*/*/*/*"))):
        with open(path, encoding="utf-8", errors="replace") as f:
            yield sentences(f.read())
    novels = json.load(open(DATA / "quotes/aads_fr/aggregated_corpus.json", encoding="utf-8"))
    for name in sorted(novels):
        yield sentences(novels[name]["text"])
    for path in sorted(glob.glob(str(DATA / "intake/ud-sentences/*.conllu"))):
        yield conllu(path)
    with open(DATA / "who/europeana-ner-fr/enp_FR.bnf.bio", encoding="utf-8", errors="replace") as f:
        words = [line.split()[0] for line in f if line.strip() and not line.startswith("#")]
    yield sentences(" ".join(words))


def base_texts(size=1900, least=900):
    """Base texts of about `size` characters, in a fixed order; no sentence twice, no reuse."""
    seen, texts, runs = set(), [], set()

    def add(text):
        # A text that shares a tenth of its runs of five words with earlier ones is reuse that
        # nobody labelled.
        words = re.findall(r"\w+", " ".join(text).lower())
        own = {hash(tuple(words[i:i + 5])) for i in range(len(words) - 4)}
        if own and len(own & runs) < 0.1 * len(own):
            texts.append(text)
        runs.update(own)

    for source in sources():
        text, length = [], 0
        for sentence in source:
            if sentence in seen or not 20 < len(sentence) < 1500:
                continue
            seen.add(sentence)
            text.append(sentence)
            length += len(sentence) + 1
            if length >= size:
                add(text)
                text, length = [], 0
        if length >= least:
            add(text)
    return texts


class Outlet:
    """An outlet with furniture of its own around every text."""

    WORDS = ("accepter gérer refuser cookies partenaires newsletter inscrivez vous abonnez notre application "
             "lire aussi partager article commentaires politique confidentialité mentions légales réservés "
             "droits suivez actualité direct vidéos sommaire recherche compte connexion retour accueil").split()

    def __init__(self, number):
        rng = random.Random("outlet %d" % number)
        line = lambda n: " ".join(rng.choice(self.WORDS) for _ in range(n)).capitalize() + "."
        self.name = "outlet%d" % number
        self.head, self.foot = [line(rng.randint(6, 14))], [line(rng.randint(8, 30)) for _ in range(rng.randint(1, 4))]

    def publish(self, text):
        return self.head + text + self.foot


def typography(text, rng):
    """Other quotation marks, apostrophes and blanks."""
    apostrophe = rng.choice("'’")
    out = [s.replace("'", apostrophe).replace("’", apostrophe) for s in text]
    if rng.random() < 0.5:
        out = [s.replace("«", "“").replace("»", "”") for s in out]
    return [s.replace(" :", "\u00a0:").replace(" ;", "\u00a0;") for s in out]


def replace_words(text, share, rng, words):
    """Other words for a share of all."""
    return [" ".join(rng.choice(words) if rng.random() < share else word for word in s.split(" ")) for s in text]


def drop(text, share, rng):
    kept = [s for s in text if rng.random() >= share]
    return kept or text[:1]


def edit(kind, text, rng, words):
    """A copy of `text` as an outlet makes it."""
    if kind == "chrome":
        return typography(text, rng)
    if kind == "cut":
        return typography(text[:max(1, int(len(text) * rng.uniform(0.4, 0.6)))], rng)
    if kind == "light":
        return replace_words(drop(text, 0.15, rng), rng.uniform(0.03, 0.06), rng, words)
    if kind == "heavy":
        return replace_words(drop(text, 0.5, rng), 0.18, rng, words)
    raise ValueError(kind)


def trace(texts, folder):
    """Runs the program over the texts; returns its answer by id, and the seconds it took."""
    path = pathlib.Path(folder) / "texts.jsonl"
    with open(path, "w", encoding="utf-8") as f:
        for text in texts:
            f.write(json.dumps(text, ensure_ascii=False) + "\n")
    subprocess.run(["cargo", "build", "--release", "--quiet", "-p", "depeche-collate", "--example", "trace_texts"],
                   cwd=ROOT, check=True)
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target")
    run = subprocess.run(["/usr/bin/env", str(target / "release/examples/trace_texts"), str(path)],
                         cwd=ROOT, check=True, capture_output=True, text=True)
    answer = {line["id"]: line for line in map(json.loads, run.stdout.splitlines())}
    return answer, json.loads(run.stderr.splitlines()[-1])["seconds"]
