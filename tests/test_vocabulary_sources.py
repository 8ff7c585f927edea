"""The fact tables against their checksums and, when at hand, against the publishers' files."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from vocabulary import SUPPLEMENT, load, relation

DATA = Path(__file__).resolve().parent.parent / "vocabulary" / "data"
OFFICIAL = Path(__file__).resolve().parent.parent.parent / "shared" / "lmi"
with_official_files = pytest.mark.skipif(
    not OFFICIAL.is_dir(), reason="the publishers' files are not beside the project (../shared/lmi)"
)


def official(name: str, delimiter: str = ",") -> Iterator[dict[str, str]]:
    with (OFFICIAL / name).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=delimiter):
            yield {key.strip(): " ".join((value or "").split()) for key, value in row.items() if key}


def test_every_table_has_the_checksum_and_row_count_that_source_md_gives() -> None:
    listed = re.findall(r"^\| (\S+\.tsv) \| (\d+) \| ([0-9a-f]{64}) \|$", (DATA / "SOURCE.md").read_text(), re.M)

    assert {name for name, *_ in listed} == {str(path.relative_to(DATA)) for path in DATA.glob("*/*.tsv")}
    for name, rows, checksum in listed:
        content = (DATA / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == checksum, name
        assert len(content.decode().splitlines()) - 1 == int(rows), name


def test_the_tables_stay_under_twelve_megabytes() -> None:
    assert sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file()) < 12_000_000


@with_official_files
def test_noc_has_every_official_code_title_and_only_official_job_titles() -> None:
    noc = load("noc")
    english = {r["Code - NOC 2021 V1.0"]: r["Class title"] for r in official("noc_2021_structure_en.csv")}
    french = {r["Code dela CNP 2021 v1.0"]: r["Titres de classes"] for r in official("noc_2021_structure_fr.csv")}
    titles = {
        (r["noc_code"].zfill(5), r["lang"].lower(), r["job_title"]) for r in official("noc_2021_job_titles_en_fr.csv")
    }

    assert {c.code: c.label_en for c in noc.concepts.values()} == english
    assert {c.code: c.label_fr for c in noc.concepts.values()} == french
    ours = {(c.code, lang, term) for c in noc.concepts.values() for lang in ("en", "fr") for term in c.terms(lang)}
    assert ours <= titles
    assert {(code, lang) for code, lang, _ in ours} == {(code, lang) for code, lang, _ in titles}


@with_official_files
def test_oasis_has_every_official_descriptor_and_the_mean_rating_of_each_unit_group() -> None:
    guide = {r["Code"]: r for r in official("oasis_2023/guide.csv") if r["Category"] in ("Skills", "Knowledge")}
    header, *rows = relation("oasis", "ratings")
    ratings = {row[0]: dict(zip(header[1:], map(float, row[1:]), strict=True)) for row in rows}
    numeracy: dict[str, list[int]] = {}
    for row in official("oasis_2023/skills.csv"):
        numeracy.setdefault(row["OaSIS Code - Final"].split(".")[0], []).append(int(row["Numeracy"]))

    assert load("oasis").concepts.keys() == guide.keys()
    assert ratings.keys() == numeracy.keys()
    for unit_group, values in numeracy.items():
        assert ratings[unit_group]["F01c01"] == pytest.approx(sum(values) / len(values), abs=0.01)


@with_official_files
def test_onet_has_every_official_technology_with_its_flags() -> None:
    rows = list(official("onet_29_2/technology_skills.txt", "\t"))
    flags = {row["Example"]: (row["Hot Technology"], row["In Demand"]) for row in reversed(rows)}

    theirs = [concept for concept in load("onet").concepts.values() if concept.scheme != SUPPLEMENT]
    ours = {concept.label_en: (concept.attributes["hot"], concept.attributes["in_demand"]) for concept in theirs}
    assert ours == flags


@with_official_files
def test_naics_and_esco_have_every_official_code_and_label() -> None:
    naics = {r["Code"]: r["Class title"] for r in official("naics_2022_structure_en.csv") if int(r["Level"]) <= 3}
    esco = {r["uri"] or r["label_en"]: r["label_en"] for r in official("esco/esco_skills_labels.csv")}

    assert {c.code: c.label_en for c in load("naics").concepts.values()} == naics
    assert {c.code: c.label_en for c in load("esco").concepts.values()} == esco
