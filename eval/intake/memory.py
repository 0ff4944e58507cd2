#!/usr/bin/env python3
"""Whether intake needs the same memory for many pages as for few.

    python3 eval/intake/memory.py [PAGES]          (20,000 unless told)

Writes generated pages of an invented newspaper into a temporary folder, reads a
twentieth of them and then all with the example `blocks`, and prints the most memory that
was resident in each run. Exits with 1 where all take a quarter more than the twentieth.
"""
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORDS = "le ministre de la ville haute a reçu une délégation du port et rappelé que les accords seront tenus".split()


def page(number):
    chance = random.Random(number)

    def sentence():
        return " ".join(chance.choices(WORDS, k=chance.randint(8, 30))).capitalize() + "."

    def paragraph():
        return "<p>" + " ".join(sentence() for _ in range(chance.randint(1, 5))) + "</p>"

    menu = "".join(f'<li><a href="/{n}">Rubrique {n}</a></li>' for n in range(60))
    text = "\n".join(paragraph() for _ in range(chance.randint(3, 30)))
    return (
        f'<!doctype html><html lang="fr"><head><title>Dépêche {number} - Le Phare</title></head><body>'
        f"<nav><ul>{menu}</ul></nav><article><h1>Dépêche {number}</h1>{text}</article>"
        "<footer>© Le Phare</footer></body></html>"
    )


def most_resident(binary, paths):
    """Mebibytes."""
    reading = subprocess.Popen([binary, *paths], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(reading.pid, 0)
    if status:
        sys.exit(f"{binary} ended with {os.waitstatus_to_exitcode(status)}")
    return usage.ru_maxrss / 1024


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    build = ["cargo", "build", "-q", "--release", "-p", "depeche-ingest", "--example", "blocks"]
    subprocess.run(build, cwd=ROOT, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    binary = target / "release/examples/blocks"
    with tempfile.TemporaryDirectory() as work:
        few, many = Path(work) / "few", Path(work) / "many"
        few.mkdir(), many.mkdir()
        for number in range(count):
            folder = few if number < count // 20 else many
            (folder / f"{number:06}.html").write_text(page(number), encoding="utf-8")
        small = most_resident(binary, [few])
        large = most_resident(binary, [few, many])
    print(f"{count // 20} pages: {small:.1f} MiB; {count} pages: {large:.1f} MiB")
    sys.exit(large > 1.25 * small)


if __name__ == "__main__":
    main()
