"""Make the fact tables under vocabulary/data from the publishers' files: `python scripts/build_vocabulary.py FOLDER`.

FOLDER holds the official files under the names listed in vocabulary/data/SOURCE.md. French names that the
publishers' files lack are kept beside the tables in labels_fr.tsv and are not touched.
"""

from __future__ import annotations

import csv
import hashlib
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "vocabulary" / "data"
TERMS_A_LANGUAGE = 40
NOC_LEVELS = {1: "broad_category", 2: "major_group", 3: "sub_major_group", 4: "minor_group", 5: "unit_group"}
NAICS_LEVELS = {"1": "sector", "2": "subsector", "3": "industry_group"}
# The rating files spell three descriptors differently from the guide.
RENAMED = {
    "business administration": "business management",
    "client services": "client service",
    "vehicles and machinery operations": "vehicle, machinery and equipment operations",
}


def rows_of(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=delimiter):
            yield {key.strip(): " ".join((value or "").split()) for key, value in row.items() if key}


def write(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    path = DATA / name
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ["\t".join(header), *("\t".join(row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{name}: {len(lines) - 1} rows, sha256 {hashlib.sha256(path.read_bytes()).hexdigest()[:16]}")


def words(text: str) -> set[str]:
    folded = unicodedata.normalize("NFKD", text.lower())
    return set(re.findall(r"[a-z0-9]{3,}", "".join(c for c in folded if not unicodedata.combining(c))))


def most_telling(titles: list[str], limit: int) -> list[str]:
    """At most `limit` titles that together name the most words, shorter titles first among equals."""
    left = sorted(set(titles), key=lambda title: (len(title), title))
    seen: set[str] = set()
    chosen: list[str] = []
    while left and len(chosen) < limit:
        best = max(left, key=lambda title: len(words(title) - seen) / (1 + 0.1 * len(words(title))))
        chosen.append(best)
        seen |= words(best)
        left.remove(best)
    return sorted(chosen)


def noc(source: Path) -> None:
    french = {
        row["Code dela CNP 2021 v1.0"]: row["Titres de classes"]
        for row in rows_of(source / "noc_2021_structure_fr.csv")
    }
    concepts = []
    for row in rows_of(source / "noc_2021_structure_en.csv"):
        code, level = row["Code - NOC 2021 V1.0"], int(row["Level"])
        teer = code[1] if level > 1 else ""
        concepts.append((code, NOC_LEVELS[level], code[:-1], row["Class title"], french[code], teer))
    write("noc_2021/concepts.tsv", ("code", "level", "broader", "label_en", "label_fr", "teer"), concepts)
    titles: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows_of(source / "noc_2021_job_titles_en_fr.csv"):
        titles[row["noc_code"].zfill(5), row["lang"].lower()].append(row["job_title"])
    terms = [(*key, title) for key in sorted(titles) for title in most_telling(titles[key], TERMS_A_LANGUAGE)]
    write("noc_2021/terms.tsv", ("code", "language", "term"), terms)


def oasis(source: Path) -> None:
    guide = [row for row in rows_of(source / "oasis_2023" / "guide.csv") if row["Category"] in ("Skills", "Knowledge")]
    codes = {row["Code"] for row in guide}
    concepts = []
    for row in guide:
        code = row["Code"]
        broader = max((other for other in codes if code != other and code.startswith(other)), key=len, default="")
        label = re.sub(r"F\.\d\d\..*$", "", row["Name"]).strip()
        concepts.append((code, row["Structure type"].lower().replace(" ", "_").replace("-", "_"), broader, label, ""))
    write("oasis_2023/concepts.tsv", ("code", "level", "broader", "label_en", "label_fr"), concepts)
    descriptor = {label.lower(): code for code, level, _, label, _ in concepts if level == "descriptor"}
    ratings: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for file in ("skills.csv", "knowledges.csv"):
        for row in rows_of(source / "oasis_2023" / file):
            unit_group = row.pop("OaSIS Code - Final").split(".")[0].zfill(5)
            row.pop("OaSIS Label - Final")
            for name, rating in row.items():
                ratings[unit_group][descriptor[RENAMED.get(name.lower(), name.lower())]].append(int(rating))
    columns = sorted({code for row in ratings.values() for code in row})
    write(
        "oasis_2023/ratings.tsv",
        ("unit_group", *columns),
        (
            (unit_group, *(f"{sum(row[code]) / len(row[code]):.3g}" for code in columns))
            for unit_group, row in sorted(ratings.items())
        ),
    )


def slug(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.lower().replace("+", " plus ").replace("#", " sharp "))
    return re.sub(r"[^a-z0-9]+", "-", folded.encode("ascii", "ignore").decode()).strip("-")


def onet(source: Path) -> None:
    folder = source / "onet_29_2"
    classes = {row["Commodity Code"]: row for row in rows_of(folder / "unspsc_reference.txt", "\t")}
    unit_groups: dict[str, set[str]] = defaultdict(set)
    for row in rows_of(source / "noc_2021_onet_crosswalk.csv"):
        unit_groups[row["onet"]].add(row["noc"].zfill(5))
    technologies: dict[str, dict[str, str]] = {}
    users: dict[str, set[str]] = defaultdict(set)
    for row in rows_of(folder / "technology_skills.txt", "\t"):
        technologies.setdefault(row["Example"], row)
        users[row["Example"]] |= unit_groups[row["O*NET-SOC Code"]]
    taken: Counter[str] = Counter()
    concepts, usage = [], []
    for name, row in sorted(technologies.items()):
        code = slug(name)
        taken[code] += 1
        code += f"-{taken[code]}" if taken[code] > 1 else ""
        kind = classes[row["Commodity Code"]]
        concepts.append(
            (code, "technology", "", name, name, kind["Class Code"], kind["Class Title"], row["Commodity Code"],
             row["Commodity Title"], row["Hot Technology"], row["In Demand"])
        )  # fmt: skip
        usage.append((code, " ".join(sorted(users[name]))))
    header = ("code", "level", "broader", "label_en", "label_fr", "unspsc_class", "unspsc_class_title",
              "unspsc_commodity", "unspsc_commodity_title", "hot", "in_demand")  # fmt: skip
    write("onet_29_2/concepts.tsv", header, concepts)
    write("onet_29_2/usage.tsv", ("code", "unit_groups"), usage)


def naics(source: Path) -> None:
    concepts = [
        (row["Code"], NAICS_LEVELS[row["Level"]], row["Parent"], row["Class title"], "")
        for row in rows_of(source / "naics_2022_structure_en.csv")
        if row["Level"] in NAICS_LEVELS
    ]
    write("naics_2022/concepts.tsv", ("code", "level", "broader", "label_en", "label_fr"), concepts)


def esco(source: Path) -> None:
    concepts = [
        (row["uri"] or row["label_en"], row["type"] or "skill", "", row["label_en"], row["label_fr"])
        for row in rows_of(source / "esco" / "esco_skills_labels.csv")
    ]
    write("esco_1_1/concepts.tsv", ("code", "level", "broader", "label_en", "label_fr"), concepts)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("Name the folder with the official files: python scripts/build_vocabulary.py FOLDER")
    for build in (noc, oasis, onet, naics, esco):
        build(Path(sys.argv[1]))
