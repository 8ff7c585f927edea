"""What a page has around a description for searching and moving about: keywords, tags, breadcrumbs, captions, feeds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tagging.suspects.rules import Span, matches, rule

_LABELS = (
    r"(?:(?:seo |meta |search )?key ?words?|(?:popular |related |top )?search(?:es| terms?| tags?)"
    r"|(?:(?:meta|seo|search|popular|post|page|site)[- ])?tags|index terms|meta description|hashtags?"
    r"|mots?[- ]cles?(?: seo)?|termes? de recherche|recherches (?:associees|connexes|frequentes|populaires)"
    r"|etiquettes(?: de recherche)?|balises(?: seo| meta)?"
    r"|tagged|(?:posted|filed|categori[sz]ed|listed|published) (?:in|under)|(?:site |page |blog )?categories|rubriques?"
    r"|(?:publiee?|classee?|affichee?) (?:dans|sous)"
    r"|(?:latest|recent|new|featured|current|open) (?:jobs|openings|positions|postings)|job (?:alerts?|feed|postings)"
    r"|(?:offres d'emploi|alertes? emploi)(?: [\w']+){0,3}"
    r"|see also|also see|you (?:may|might) also like|people also (?:search(?:ed)? for|viewed)|voir aussi"
    r"|a voir aussi|vous (?:aimerez|pourriez aimer) aussi"
    r"|(?:related|similar) (?:careers?|jobs?|occupations?|professions?|job titles|programs?|courses?|topics)"
    r"|(?:metiers|professions|emplois|carrieres|programmes|formations|cours|postes|sujets)"
    r" (?:connexes|apparentee?s|semblables|similaires|associee?s|lie?e?s))"
)
_MEDIA = (
    r"(?:image|photo|img|figure|video|banner|banniere|logo|thumbnail|vignette|gallery|galerie|caption|legende|embed)"
)
_SAID = r"[^\n.!?)\]<>]"
RULES = (
    rule(
        ":,►,▶",
        rf"(?:^|(?<=[.?([>|])|(?<=[.!?|-] ))[ \t*_•-]*{_LABELS}[*_]*(?: ?\([^()\n]{{1,30}}\))? ?[:►▶] ?"
        rf"{_SAID}*[,;/|·•►▶]{_SAID}*",
    ),
    rule("#", r"(?<![\w#])(?:#[^\W\d_]\w{2,}[ ,]*){3,}"),
    rule(
        "[,(",
        rf"\[{_MEDIA}\b[^\[\]\n]{{8,300}}\]|\((?:image|photo|caption|legende) ?: ?[^()\n]{{8,300}}\)",
        r"\[(?:feed|rss|widget|flux|fil)\b[^\[\]\n]{0,60}\][^\n]*",
    ),
    rule("<", r"<(?:meta|link|script|title|input|option)\b[^<>]*>"),
    rule("=", r"(?<![?&/\w.=-])\w{3,}=[^;&\s]+(?:[;&]\s?\w{3,}=[^;&\s]+){2,}"),
)
_ARROWS = ("»", "›", ">", " / ")
# Folding takes the arrows of breadcrumbs for quotation marks.
_WORD = r"[^\s<>«»›.!?/]+"
_STEP = rf"{_WORD}(?:[ \t]{_WORD}){{0,4}}"
_BREADCRUMBS = re.compile(
    rf"(?:(?<=\n)|\A){_STEP}(?:[ \t][»›][ \t]{_STEP}){{2,}}"
    rf"|\b(?:home|accueil)(?:(?:[ \t]?[>»›][ \t]?|[ \t]/[ \t]){_STEP}){{2,}}",
    re.I,
)


def furniture(plain: str) -> Iterator[Span]:
    """Where it stands in a text folded by `tagging.suspects.folding`."""
    return matches(RULES, plain)


def breadcrumbs(text: str) -> Iterator[Span]:
    """Where a path through a site stands in a text as written."""
    if any(arrow in text for arrow in _ARROWS):
        yield from (match.span() for match in _BREADCRUMBS.finditer(text))
