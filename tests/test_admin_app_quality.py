"""The pages of quality assurance, drawn without a browser: runs, errors, comparison, gold, drift."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import pytest
from labelling import ONE, OTHER, begun, labelled_twice
from measuring import Stopped, gold_file, measured_run
from offices import Office, said
from reviewing import NOON, ROBOTS, claimed, drafts, proposals, tagged
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from admin_app.run_processes import Order, run_processes
from evals import archive, baseline
from evals.compare import compare
from evals.gold import PROGRAMS, read
from review_queue import claims, decisions
from review_queue.gold import labels, programs
from review_queue.gold.tables import GoldLabel, GoldProgram
from review_queue.records import Language

BOTH = pytest.mark.parametrize("language", ["en", "fr"])
INSIDE = ("evaluation", "run", "errors", "comparison", "gold", "label", "adjudicate", "drift")


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Where the panel keeps gold sets of its own."""
    return gold_file(tmp_path / "gold")


@pytest.mark.parametrize("slug", INSIDE)
def test_an_institution_has_no_page_of_quality_assurance(office: Office, slug: str) -> None:
    at = office.visit(office.people.submitter)

    with pytest.raises(ValueError, match="registered"):
        at.switch_page(f"app_pages/{slug}.py")


@BOTH
def test_without_runs_the_page_offers_to_start_one(office: Office, language: Language) -> None:
    at = office.visit(office.people.qa, "evaluation", language=language)

    assert at.button(key="order_run").label in {"Start the run", "Lancer l’exécution"}
    assert at.selectbox(key="run_gold").value.stem == "programs"
    assert at.selectbox(key="run_split_programs").value == "test"


@BOTH
def test_a_run_shows_its_figures_with_intervals_beside_a_baseline(
    office: Office, gold: Path, language: Language
) -> None:
    measured_run(office.work, gold, "bm25")
    found = measured_run(office.work, gold)

    at = office.visit(office.people.qa, "run", language=language, run=found.run.id)

    page = said(at)
    assert "<th scope='col'>BM25 (" in page
    assert ("First code right" if language == "en" else "Premier code juste") in page
    assert (" to " if language == "en" else " à ") in page
    assert at.button(key="go_errors").label in {"Browse errors", "Parcourir les erreurs"}


def test_a_run_that_is_not_there_and_one_with_nothing_tagged_say_so(office: Office, gold: Path) -> None:
    nothing = office.visit(office.people.qa, "run", run="nonsense")

    assert "There is no such run" in nothing.info[0].value


def test_a_stopped_run_is_offered_to_go_on_with(office: Office, gold: Path) -> None:
    with pytest.raises(Stopped):
        measured_run(office.work, gold, stop_after=2)

    at = office.visit(office.people.qa, "evaluation")

    assert "Stopped at 2 of 6 programs" in said(at)
    assert [button.label for button in at.button if str(button.key).startswith("resume_")] == ["Go on with it"]


def test_a_stopped_run_is_removed_for_good_by_a_second_click(office: Office, gold: Path) -> None:
    with pytest.raises(Stopped):
        measured_run(office.work, gold, stop_after=2)
    stopped = archive.listed(office.session)[0].run.id

    at = office.visit(office.people.qa, "evaluation")
    warned = said(at)
    at.button(key=f"remove_{stopped}").click().run()

    assert "What was done of this run will be lost" in warned
    assert f"resume_{stopped}" not in {button.key for button in at.button}
    office.session.rollback()
    assert archive.listed(office.session) == []


def test_a_run_finished_in_the_meantime_is_not_removed(office: Office, gold: Path) -> None:
    with pytest.raises(Stopped):
        measured_run(office.work, gold, stop_after=2)
    at = office.visit(office.people.qa, "evaluation")
    finished = measured_run(office.work, gold).run.id

    at.button(key=f"remove_{finished}").click()
    at.run()

    office.session.rollback()
    assert [each.run.id for each in archive.listed(office.session)] == [finished]


def test_a_stopped_run_whose_gold_has_changed_cannot_be_taken_up(office: Office, gold: Path) -> None:
    with pytest.raises(Stopped):
        measured_run(office.work, gold, stop_after=2)
    gold.write_text(gold.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")

    at = office.visit(office.people.qa, "evaluation")

    assert "cannot be taken up" in said(at)
    assert not [button for button in at.button if str(button.key).startswith("resume_")]


def test_a_run_that_could_not_be_made_says_why_line_by_line(office: Office, gold: Path) -> None:
    gold.write_text('{"id": "1"}\n{"id": "2"}\n', encoding="utf-8")
    processes, order = run_processes(), Order("offline", gold, None)
    processes.start(order)
    while processes.is_running(order):
        time.sleep(0.02)

    at = office.visit(office.people.qa, "evaluation")
    told = at.error[0].value
    at.button(key=f"seen_{order}").click().run()

    assert "could not be made" in told
    assert len([line for line in told.splitlines() if line.startswith("- line")]) == 2
    assert not at.error


def test_the_committed_run_can_be_added_once(office: Office) -> None:
    at = office.visit(office.people.qa, "evaluation")

    at.button(key="adopt_baseline").click().run()

    assert at.button(key=f"open_{baseline.committed().run.id}").label.startswith("Offline tagger")
    assert "adopt_baseline" not in {button.key for button in at.button}


@BOTH
def test_the_run_in_use_is_marked_wherever_a_run_is_chosen(office: Office, language: Language) -> None:
    archive.record(office.session, baseline.committed())
    measured_run(office.work, PROGRAMS, "bm25")
    in_use = "in use" if language == "en" else "en service"

    listed = office.visit(office.people.qa, "evaluation", language=language)
    compared = office.visit(office.people.qa, "comparison", language=language)

    assert said(listed).count(f"{in_use}]") == 1
    (base,) = (box.options for box in compared.selectbox if str(box.key).startswith("compare_base_"))
    assert [name.endswith(f" · {in_use}") for name in base] == [True]
    assert [in_use in name for name in compared.selectbox(key="compare_new").options] == [False, True]


def test_no_run_is_marked_where_another_profile_tags(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.record(office.session, baseline.committed())
    monkeypatch.setenv("TAGGING_PROFILE", "openai")

    assert "in use]" not in said(office.visit(office.people.qa, "evaluation"))


@pytest.mark.parametrize(
    ("language", "offered"),
    [
        ("en", ("Offline tagger", "Programs, all facets", "for testing")),
        ("fr", ("Étiqueteur hors ligne", "Programmes, toutes les facettes", "essai")),
    ],
)
def test_profiles_gold_sets_and_their_parts_are_offered_in_words(
    office: Office, gold: Path, language: Language, offered: tuple[str, str, str]
) -> None:
    at = office.visit(office.people.qa, "evaluation", language=language)

    profiles, sets, parts = (at.selectbox(key=f"run_{name}").options for name in ("profile", "gold", "split_programs"))
    assert (profiles[0], sets[0], parts[-1]) == offered
    assert sets[-1] == gold.stem


@BOTH
def test_errors_show_the_text_the_gold_and_where_the_right_tag_was_lost(
    office: Office, gold: Path, language: Language
) -> None:
    found = measured_run(office.work, gold, "bm25")
    wrong = next(result for result in found.results if any(answer.lost() for answer in result.answers))

    at = office.visit(
        office.people.qa, "errors", language=language, run=found.run.id, facet="occupation", program=wrong.id
    )

    page = said(at)
    text = next(each.program for each in read(gold) if each.program.id == wrong.id)
    assert text.description in page
    assert ("Right according to gold" if language == "en" else "Juste selon la référence") in page
    lost = {"not retrieved", "ranked too low", "below the threshold", "no evidence"}
    if language == "fr":
        lost = {"hors liste", "rang trop bas", "sous le seuil", "sans passage à l’appui"}
    assert any(f"<small>{where}</small>" in page for where in lost)


@pytest.mark.parametrize(("asked", "first"), [("technology", "technology"), ("no facet", "occupation")])
def test_the_errors_of_the_facet_that_the_address_names_come_first_without_a_warning(
    office: Office, gold: Path, caplog: pytest.LogCaptureFixture, asked: str, first: str
) -> None:
    found = measured_run(office.work, gold, "bm25")

    at = office.visit(office.people.qa, "errors", run=found.run.id, facet=asked)
    before = at.button_group(key="errors_facet").value
    at.button_group(key="errors_facet").set_value("occupation").run()

    assert (before, at.button_group(key="errors_facet").value) == (first, "occupation")
    assert "Session State" not in caplog.text


def test_an_error_opens_in_the_gold_editor_as_a_label_that_is_not_blind(office: Office, gold: Path) -> None:
    found = measured_run(office.work, gold, "bm25")
    at = office.visit(office.people.qa, "errors", run=found.run.id)

    at.button(key="to_gold").click().run()
    added = office.session.exec(select(GoldProgram.id)).one()
    editor = office.visit(office.people.qa, "label", gold=str(added), seen="1")
    warned = editor.warning[0].value
    editor.button(key="none_industry").click().run()
    editor.button(key="save_label").click().run()

    assert "Your label is kept as not independent" in warned
    kept = office.session.exec(select(GoldLabel)).one()
    assert not kept.blind
    assert kept.judged == {"industry": []}


def test_a_run_whose_gold_file_is_gone_keeps_its_errors_without_the_text(office: Office, gold: Path) -> None:
    found = measured_run(office.work, gold, "bm25")
    gold.unlink()

    at = office.visit(office.people.qa, "errors", run=found.run.id)

    assert "The gold file is gone" in said(at)
    assert "to_gold" not in {button.key for button in at.button}


@BOTH
def test_two_runs_are_compared_with_a_verdict_in_words(office: Office, gold: Path, language: Language) -> None:
    measured_run(office.work, gold)
    new = measured_run(office.work, gold, "bm25")

    at = office.visit(office.people.qa, "comparison", language=language, new=new.run.id)

    page = said(at)
    assert "released" in page or "mise en production" in page
    assert ("Programs that changed" if language == "en" else "Programmes qui ont changé") in page


@BOTH
def test_a_program_that_changed_shows_its_tags_before_and_now(office: Office, gold: Path, language: Language) -> None:
    base = measured_run(office.work, gold)
    new = measured_run(office.work, gold, "bm25")
    change = next(each for each in compare(base, new).changes if each.facet == "occupation")
    before, now = change.codes

    at = office.visit(office.people.qa, "comparison", language=language, new=new.run.id)

    lines = [str(element.value) for element in at.html if "class='change'" in str(element.value)]
    (line,) = (line for line in lines if all(f"{code} " in line for code in (*before, *now)))
    old, recent = line.split("→")
    assert [code in old for code in before] + [code in recent for code in now] == [True] * len([*before, *now])
    assert line.count("✓") == sum(code in change.new.answers[0].right for code in (*before, *now))


def test_a_comparison_needs_two_runs_of_one_gold_set(office: Office, gold: Path, tmp_path: Path) -> None:
    alone = office.visit(office.people.qa, "comparison")
    measured_run(office.work, gold)
    other = tmp_path / "gold" / "other.jsonl"
    other.write_text("\n".join(gold.read_text(encoding="utf-8").splitlines()[:3]), encoding="utf-8")
    measured_run(office.work, other)

    unlike = office.visit(office.people.qa, "comparison")

    assert "two finished runs" in alone.info[0].value
    assert "No other finished run" in unlike.info[0].value


def _label_next(office: Office) -> AppTest:
    """The editor with the text that the Gold page gives."""
    at = office.visit(office.people.qa, "gold")
    at.button(key="next_gold").click().run()
    given = office.session.exec(select(GoldProgram.id)).one_or_none()
    return office.visit(office.people.qa, "label", gold=str(given)) if given else at


def test_a_program_is_labelled_from_scratch_with_no_suggestion_in_sight(office: Office) -> None:
    tagged(office.session, office.people.submitter)
    at = _label_next(office)

    page = said(at)
    at.button(key="none_occupation").click().run()
    at.button(key="save_label").click().run()

    assert ROBOTS.description in page
    assert "Software engineers" not in page
    assert "80%" not in page
    assert office.session.exec(select(GoldLabel)).one().blind


def test_a_label_can_be_taken_back_until_it_is_saved(office: Office) -> None:
    tagged(office.session, office.people.submitter)
    at = _label_next(office)

    at.button(key="none_skill").click().run()
    marked = at.button(key="save_label").disabled
    at.button(key="undo_none_skill").click().run()

    assert not marked
    assert at.button(key="save_label").disabled


def test_nothing_to_label_is_said(office: Office) -> None:
    at = _label_next(office)

    assert at.title[0].value == "Gold"
    assert "gold" not in at.query_params


def test_what_is_labelled_shows_the_own_answer_only(office: Office) -> None:
    known = labelled_twice(office.session, office.people, ONE, OTHER)

    at = office.visit(office.people.qa, "label", gold=str(known))

    assert "21232" in said(at)
    assert "21231" not in said(at)
    assert "save_label" not in {button.key for button in at.button}


def test_a_third_decides_without_seeing_names(office: Office) -> None:
    known = labelled_twice(office.session, office.people, ONE, OTHER)
    at = office.visit(office.people.administrator, "adjudicate", gold=str(known))

    page = said(at)
    at.button(key="take_occupation_1").click().run()
    at.button(key="decide_gold").click().run()

    assert "Reviewer" not in page
    assert "21231" in page
    assert "21232" in page
    assert labels.counts(office.session, actor=office.people.qa).adjudicated == 1


def test_deciding_with_a_facet_open_is_refused_with_its_name(office: Office) -> None:
    known = labelled_twice(office.session, office.people, ONE, OTHER)
    at = office.visit(office.people.administrator, "adjudicate", language="fr", gold=str(known))

    at.button(key="decide_gold").click().run()

    assert "Profession" in at.error[0].value


@BOTH
def test_gold_shows_how_far_it_is_and_how_people_agree(office: Office, language: Language) -> None:
    labelled_twice(office.session, office.people)

    at = office.visit(office.people.qa, "gold", language=language)

    assert [metric.value for metric in at.metric] == ["0", "1", "0", "0", "1"]
    assert ("Krippendorff" in said(at)) and ("100" in said(at))


def test_settled_gold_becomes_a_gold_set_for_runs(office: Office, tmp_path: Path) -> None:
    empty = office.visit(office.people.qa, "gold")
    empty.button(key="keep_gold").click().run()
    assert not list((tmp_path / "gold").glob("*"))
    labelled_twice(office.session, office.people)

    at = office.visit(office.people.qa, "gold")
    at.button(key="keep_gold").click().run()

    (kept,) = (tmp_path / "gold").glob("panel-*.jsonl")
    offered = office.visit(office.people.qa, "evaluation").selectbox(key="run_gold").options
    assert kept.stem in offered


def test_a_reviewer_labels_and_sees_no_export(office: Office) -> None:
    begun(office.session, office.people)
    at = office.visit(office.people.second_reviewer, "gold")

    keys = {button.key for button in at.button}
    assert "next_gold" in keys
    assert "keep_gold" not in keys
    assert programs.next_task(office.session, actor=office.people.second_reviewer)


def _decided_weeks(office: Office, accepted: list[int], of: int = 12) -> None:
    """A week for each number of accepted occupations."""
    sent = iter(drafts(of * len(accepted)))
    for week, count in enumerate(accepted):
        now = NOON + timedelta(weeks=week)
        known = tagged(office.session, office.people.submitter, *(next(sent) for _ in range(of)), now=now)
        for at, submission_id in enumerate(known):
            claims.claim(office.session, actor=office.people.reviewer, submission_id=submission_id, now=now)
            decisions.decide(
                office.session,
                actor=office.people.reviewer,
                submission_id=submission_id,
                proposal_id=proposals(office.session, office.people.reviewer, submission_id)[0].proposal_id,
                action="accept" if at < count else "reject",
                now=now,
            )


@BOTH
def test_a_week_outside_the_band_is_told(office: Office, language: Language) -> None:
    _decided_weeks(office, [6, 7, 6, 0])

    at = office.visit(office.people.qa, "drift", language=language)

    assert len(at.warning[0].value.splitlines()) == 3
    assert ("0%" if language == "en" else "0\N{NO-BREAK SPACE}%") in at.warning[0].value
    assert "Maple College" in at.warning[0].value.replace("\\", "")


def test_steady_weeks_and_no_weeks_are_told(office: Office) -> None:
    empty = office.visit(office.people.qa, "drift")
    claimed(office.session, office.people.submitter, office.people.reviewer)
    _decided_weeks(office, [6, 7, 6, 6])

    at = office.visit(office.people.administrator, "drift")

    assert "No proposal has been decided yet" in empty.info[0].value
    assert "within its band" in at.success[0].value
