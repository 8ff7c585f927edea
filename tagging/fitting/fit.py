"""`python -m tagging fit`: the offline profile's tables from the corpus."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tagging.candidates.occupations import OccupationRanker
from tagging.facets import model_path
from tagging.fitting import industries, occupations, purposes, skills, vectors
from tagging.fitting.corpus import LANGUAGES, documents, programs
from tagging.model import Floats, Model
from tagging.purposes import FILE
from tagging.records import Language


def fit(words: Path | None, say: Callable[[str], None]) -> None:
    """Writes tagging/data/offline_<language>.npz; `words` is a file of word vectors, None keeps those in use."""
    known = {
        language: vectors.from_words(words, language) if words else vectors.from_model(model_path(language))
        for language in LANGUAGES
    }
    training = {language: programs(language) for language in LANGUAGES}
    named = {language: [each for each in training[language] if each.occupation] for language in LANGUAGES}
    say("ranker features of each program by tables that did not see it")
    features = occupations.held_out_features(named, known)
    say("tables of all programs")
    tables = {language: occupations.tables(language, named[language], known[language]) for language in LANGUAGES}
    texts = [documents(language, named[language]) for language in LANGUAGES]
    shared = occupations.dense([Model(tables[language]) for language in LANGUAGES], texts)
    models, chances = dict[Language, Model](), dict[Language, list[Floats]]()
    for language in LANGUAGES:
        weights = occupations.sharpened(features[language], occupations.targets(named[language]))
        models[language] = Model(tables[language] | shared | weights)
        ranker = OccupationRanker(models[language])
        chances[language] = [ranker.joined(each) for each in features[language]]
    say("skills")
    of_skills = skills.fit(named, models, chances)
    say("industries")
    for language, other in (LANGUAGES, LANGUAGES[::-1]):
        model = models[language]
        of_industries = industries.fit(language, named[language], named[other], model, chances[language])
        Model({**model.arrays, **of_skills[language], **of_industries}).write(model_path(language))
    say("purposes of sentences")
    Model(purposes.fit(training)).write(FILE)
