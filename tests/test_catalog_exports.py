"""Exports of the published listings, as files and from the command line."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from publications import MONDAY, TUESDAY, WELDING, program, tag
from sqlmodel import Session

from catalog.__main__ import main
from catalog.database import prepare
from catalog.exports import FORMATS, export, exported
from catalog.exports.csv import COLUMNS
from catalog.publication import publish, unpublish
from catalog.refusals import UnknownFormat

ATTACK = program("=HYPERLINK(1)", description="+1", delivery="@x", stacks_into=" -2", institution="\t=3")


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("format_name", FORMATS)
def test_every_format_holds_each_published_listing_once(catalog_session: Session, format_name: str) -> None:
    publish(catalog_session, WELDING, MONDAY)
    gone = publish(catalog_session, program("Taken Down"), MONDAY)
    unpublish(catalog_session, listing_id=gone.listing_id, now=TUESDAY)
    output = BytesIO()

    assert export(catalog_session, format_name=format_name, output=output) == 1
    assert output.getvalue().count(b"Robotic Welding Cells") == 1
    assert b"Taken Down" not in output.getvalue()
    assert exported(catalog_session, format_name=format_name) == output.getvalue()


@pytest.mark.parametrize("format_name", FORMATS)
def test_an_export_holds_only_the_listings_that_a_search_would_find(catalog_session: Session, format_name: str) -> None:
    publish(catalog_session, WELDING, MONDAY)
    publish(catalog_session, program("Garden Design"), MONDAY)

    found = exported(catalog_session, format_name=format_name, keyword="garden")

    assert b"Garden Design" in found
    assert b"Robotic Welding Cells" not in found


def test_json_names_each_tag_in_its_framework(catalog_session: Session) -> None:
    view = publish(catalog_session, WELDING, MONDAY)
    publish(catalog_session, program("Soins à domicile", institution="Zinc"), MONDAY)
    first, second = json.loads(exported(catalog_session, format_name="json"))["listings"]

    assert (first["listing_id"], first["version"]) == (str(view.listing_id), 1)
    assert (first["cost_cad"], first["start_dates"]) == ("1250.50", ["2025-09-08"])
    assert first["tags"][0] == {
        "facet": "occupation",
        "scheme": "noc-2021",
        "edition": "NOC 2021 v1.0",
        "code": "72106",
        "label_en": tag("occupation", "72106").label_en,
        "label_fr": tag("occupation", "72106").label_fr,
    }
    assert second["title"] == "Soins à domicile"


def test_an_empty_catalog_exports_as_an_empty_list(catalog_session: Session) -> None:
    assert json.loads(exported(catalog_session, format_name="json")) == {"listings": []}
    assert rows(exported(catalog_session, format_name="csv")) == []


def test_csv_has_a_row_a_listing_and_columns_for_each_facet(catalog_session: Session) -> None:
    publish(catalog_session, WELDING, MONDAY)
    content = exported(catalog_session, format_name="csv")
    (row,) = rows(content)

    assert tuple(row) == COLUMNS
    assert content.startswith(b"\xef\xbb\xbf")
    assert (row["hours"], row["cost_cad"], row["osap_eligible"]) == ("42.5", "1250.50", "yes")
    assert row["outcomes"] == "Program a weld path | Inspect a seam"
    assert (row["occupation_codes"], row["technology_codes"]) == ("72106", "")


def test_no_csv_cell_starts_a_formula(catalog_session: Session) -> None:
    publish(catalog_session, ATTACK, MONDAY)
    (row,) = rows(exported(catalog_session, format_name="csv"))

    assert row["title"] == "'=HYPERLINK(1)"
    assert [row[name][0] for name in ("description", "delivery", "stacks_into", "institution")] == ["'"] * 4
    assert json.loads(exported(catalog_session, format_name="json"))["listings"][0]["title"] == "=HYPERLINK(1)"


def test_the_contact_address_has_no_place_in_an_export() -> None:
    assert not [name for name in COLUMNS if "mail" in name or "contact" in name]


def test_a_format_that_does_not_exist_is_refused(catalog_session: Session) -> None:
    with pytest.raises(UnknownFormat, match="choose one of json, csv"):
        exported(catalog_session, format_name="xml")


@pytest.fixture
def catalog_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    url = f"sqlite:///{tmp_path / 'catalog.db'}"
    monkeypatch.setenv("CATALOG_DATABASE_URL", url)
    engine = prepare(url)
    with Session(engine) as session:
        publish(session, WELDING, MONDAY)
    engine.dispose()
    return tmp_path


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_command_writes_the_same_to_a_file_and_to_standard_output(
    catalog_on_disk: Path, capfdbinary: pytest.CaptureFixture[bytes], format_name: str
) -> None:
    target = catalog_on_disk / "listings"
    assert main(["export", "--format", format_name, "--output", str(target)]) == 0
    assert main(["export", "--format", format_name]) == 0
    printed, said = capfdbinary.readouterr()

    assert printed == target.read_bytes()
    assert b"Robotic Welding Cells" in printed
    assert said == b"Listings exported: 1.\n" * 2
    assert not list(catalog_on_disk.glob("*.part"))
