"""What each command of `python -m evals` does."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from evals.model import Model
    from evals.run import Store


def _run(arguments: argparse.Namespace) -> int:
    from evals.figures import measured
    from evals.leftover import told_what_is_left
    from evals.run import run

    model = _model()
    places = {arguments.profile: arguments.output}
    if arguments.baselines:
        beside = _beside(arguments.profile, model)
        places |= {name: arguments.output and _baselines(arguments.output) / name for name in beside}
    for profile, folder in places.items():
        with _store(folder) as store, told_what_is_left(folder):
            recorded = run(profile, arguments.gold, store, split=arguments.split, model=model)
        print(f"{profile}: {len(recorded.results)} programs, kept in {folder or 'the work database'}")
        for each in measured(recorded):
            name = f"{each.facet} {each.measure}".strip()
            print(f"{name}: {each.value:.3f} ({each.low:.3f} to {each.high:.3f}), n = {each.programs}")
    return 0


def _beside(profile: str, model: Model) -> list[str]:
    """The baselines and the other profiles; those that ask a model only where one is configured."""
    from evals.baselines import BASELINES
    from evals.inputs import ASKING
    from tagging.profiles import PROFILES

    others = [name for name in (*BASELINES, *PROFILES) if name != profile]
    if model.is_configured:
        return others
    print("Without a model these are left out:", ", ".join(name for name in others if name in ASKING))
    return [name for name in others if name not in ASKING]


def _model() -> Model:
    """The model that the settings name."""
    from evals.model import Meter, Model
    from review_queue.clock import moment
    from review_queue.prices import PRICES, read_prices
    from settings import Settings

    settings = Settings()
    prices = read_prices(settings.price_table or PRICES)
    return Model(settings.provider(), Meter(settings.answers()), prices, moment().date())


@contextmanager
def _store(folder: Path | None) -> Iterator[Store]:
    """The folder, or without one the work database."""
    from evals.archive import DatabaseStore
    from evals.folders import FolderStore

    if folder:
        yield FolderStore(folder)
        return
    with _work() as engine:
        yield DatabaseStore(engine)


@contextmanager
def _work() -> Iterator[Engine]:
    """The work database."""
    from review_queue.database import prepare
    from settings import Settings

    engine = prepare(Settings().database_url("work"))
    yield engine
    engine.dispose()


def _report(arguments: argparse.Namespace) -> int:
    from evals.attacked import read as read_attacked
    from evals.folders import read_run
    from evals.report.contents import contents
    from evals.report.markdown import markdown
    from evals.report.page import page
    from evals.report.words import words

    made = {".html": page, ".md": markdown}
    if arguments.output.suffix not in made:
        raise ValueError(f"{arguments.output} must end in .html or .md.")
    folders = [*arguments.runs, *sorted(path for run in arguments.runs for path in _baselines(run).glob("*"))]
    found = contents([read_run(folder) for folder in folders], [read_attacked(folder) for folder in folders])
    arguments.output.write_text(made[arguments.output.suffix](found, words(arguments.language)), encoding="utf-8")
    return 0


def _compare(arguments: argparse.Namespace) -> int:
    from evals.compare import compare, shared
    from evals.folders import read_run
    from evals.gate import gate
    from evals.report.comparison import comparison
    from evals.report.words import words

    base, new = shared(read_run(arguments.base), read_run(arguments.new))
    verdicts = gate(base, new)
    print(comparison(compare(base, new), verdicts, words(arguments.language)), end="")
    return 1 if arguments.gate and any(verdict.worse for verdict in verdicts) else 0


def _attacks(arguments: argparse.Namespace) -> int:
    from evals import attacked
    from evals.attacks import attacks, control, outcomes, share, table
    from evals.folders import NoRun, read_run
    from settings import Settings
    from tagging.profiles import load_profile

    if arguments.run and (profile := read_run(arguments.run).run.inputs.profile) != arguments.profile:
        raise NoRun(f"{arguments.run} holds a run of {profile}, and {arguments.profile} is to be attacked.")
    access = Settings().access()
    tagger = load_profile(arguments.profile, access=access)
    question = None
    if arguments.profile == "openai":
        from tagging.selection.batch import Asker

        question = Asker(access.provider.model).question
    found = outcomes(tagger, attacks(), question)
    print("| measure | figure |\n|---|---|")
    for measure, figure in table(found):
        print(f"| {measure} | {figure} |")
    if question is None:
        moved = share(control(tagger, attacks()))
        print(f"| a sentence that says nothing, put in for control: other proposals | {moved} |")
    if arguments.run:
        attacked.keep(arguments.run, found)
    return 0


def _gate(arguments: argparse.Namespace) -> int:
    from evals import baseline
    from evals.gate import gate
    from evals.report.comparison import verdict
    from evals.report.words import words

    if arguments.renew:
        print(f"{baseline.FOLDER} now holds run {baseline.renew().run.id}.")
        return 0
    verdicts = gate(baseline.committed(), baseline.current())
    print(verdict(verdicts, words("en")))
    return 1 if any(verdict.worse for verdict in verdicts) else 0


def _reproduce(arguments: argparse.Namespace) -> int:
    from evals.folders import read_run
    from evals.reproduce import reproduce

    recorded = read_run(arguments.run)
    found = reproduce(recorded, arguments.gold, _model())
    for name, then, now in found.inputs:
        print(f"Another {name}: {then} then, {now} now")
    for old, new in found.figures:
        print(f"{old.facet} {old.measure}: {old.value:.3f} then, {new.value:.3f} now")
    if found.same:
        print(f"The same answers for all {len(recorded.results)} programs, and so the same figures.")
        return 0
    print(f"{len(found.programs)} programs are answered otherwise: {', '.join(found.programs)}")
    return 1


def _record(arguments: argparse.Namespace) -> int:
    from sqlmodel import Session

    from evals.archive import record
    from evals.folders import read_run

    recorded = read_run(arguments.run)
    with _work() as engine, Session(engine) as session:
        record(session, recorded)
    print(f"The work database holds run {recorded.run.id}.")
    return 0


def _bench(arguments: argparse.Namespace) -> int:
    from evals.bench import bench
    from settings import Settings

    print("| set | measure | n | figure | 95 % interval |\n|---|---|---|---|---|")
    for row in bench(arguments.profile, arguments.public, Settings().access()):
        print(f"| {row.where} | {row.measure} | {row.programs or ''} | {row.figure} | {row.interval} |", flush=True)
    return 0


def _calibrate(arguments: argparse.Namespace) -> int:
    return _calibrate_openai() if arguments.profile == "openai" else _calibrate_offline(arguments.public)


def _calibrate_openai() -> int:
    from evals.certainty import calibrate
    from evals.gold import PARALLEL, PROGRAMS, read
    from settings import Settings
    from tagging.profiles import CERTAINTY
    from tagging.selection.selector import Selector

    programs = [*read(PROGRAMS, "calibration"), *read(PARALLEL, "calibration")]
    calibrate(Selector(Settings().access()), programs, CERTAINTY)
    return 0


def _calibrate_offline(public: Path) -> int:
    from evals import esco
    from evals.calibrate import calibrate, calibrate_esco
    from evals.gold import PARALLEL, PROGRAMS, TECHNOLOGY, read
    from tagging.profiles import CALIBRATION, load_profile

    programs = [*read(PROGRAMS, "calibration"), *read(PARALLEL, "calibration"), *read(TECHNOLOGY)]
    calibrate(load_profile("offline"), programs, CALIBRATION)
    paths = [esco.path_of(name, public) for name in esco.NAMES]
    if all(path.exists() for path in paths):
        sentences = {text: right for path in paths for text, right in esco.sentences(path).items()}
        calibrate_esco(load_profile("offline", skill_vocabulary="esco"), sentences, CALIBRATION)
    return 0


def _tokens(arguments: argparse.Namespace) -> int:
    import tiktoken

    from evals.tokens import tokens

    encoding = tiktoken.get_encoding("o200k_base")
    for measure, figure in tokens(arguments.file, lambda text: len(encoding.encode(text, disallowed_special=()))):
        print(f"{measure}: {figure}")
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from evals.gold import read
    from evals.overlap import refuse_overlap

    programs = read(arguments.gold)
    refuse_overlap(arguments.gold, programs)
    print(f"{arguments.gold} can be used: {len(programs)} programs, none of them a training text.")
    return 0


def _checksum(arguments: argparse.Namespace) -> int:
    from evals.gold import CHECKSUMS, checksum, renew_checksum

    renew_checksum(arguments.gold)
    print(f"{checksum(arguments.gold)}  {arguments.gold.name}")
    print(f"Written to {arguments.gold.parent / CHECKSUMS}.")
    return 0


def _harvest(arguments: argparse.Namespace) -> int:
    from sqlmodel import Session

    from evals.harvest import lines, split_of
    from review_queue.gold.examples import examples

    with _work() as engine, Session(engine) as session:
        found = examples(session, actor=None)
    arguments.output.write_text(lines(found), encoding="utf-8")
    tested = sum(split_of(example) == "test" for example in found)
    print(f"{len(found)} programs: {tested} to test with, {len(found) - tested} for development.")
    return 0


def _baselines(run: Path) -> Path:
    return run / "baselines"


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "run": _run,
    "report": _report,
    "compare": _compare,
    "attacks": _attacks,
    "gate": _gate,
    "reproduce": _reproduce,
    "record": _record,
    "bench": _bench,
    "calibrate": _calibrate,
    "harvest": _harvest,
    "tokens": _tokens,
    "check": _check,
    "checksum": _checksum,
}
