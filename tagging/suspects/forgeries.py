"""What imitates the frame of a prompt: turns of a talk, tokens of a chat, delimiters, answers in JSON."""

from __future__ import annotations

from collections.abc import Iterator

from tagging.suspects.rules import Span, matches, rule

_TURN = r"(?:system|systeme|assistant|user|utilisateur|human|developer|developpeur|model)"
_FIELD = (
    r"(?:codes?|noc|cnp|occupations?|professions?|choices|choix|facette?|facet|answer|reponse|role|selection|abstention"
    r"|industr(?:y|ie)|skill|label|probabilit[ey]|strength|confidence|tags?)"
)
_PART = (
    r"(?:program(?:me)?|outcomes|description|candidates?|instructions?|policy|text|texte|data|donnees|document"
    r"|input|system|answer|reponse|context|untrusted|submission|task|prompt|user_input|trusted)"
)
_HTML = (
    "html|head|body|title|div|span|strong|table|tbody|thead|tfoot|caption|img|sup|sub|font|small|del|ins|code"
    "|pre|section"
    "|blockquote|article|header|footer|nav|main|figure|figcaption|label|button|form|iframe|script|style|center"
    "|mark|abbr"
    "|cite|time|video|audio|source|svg|details|summary|select|option|address|aside|big|kbd|var|samp|legend|fieldset"
)
_REST = r"(?:[^\n]*[}\]]|[^\n]*?(?=[.!?]\s|\n|\Z))"
_ENDING = r"(?:end|fin|begin|debut|start|suite)"
_WHAT = (
    r"(?:program|programme|texte?|user content|document|data|donnees|prompt|instructions|input|description|context"
    r"|message)"
)


RULES = (
    rule(
        "<|,[inst,[/inst,<<sys,<</sys,<start_of,<end_of",
        rf"(?:\d[0-5]\d{{3}}\s*)?<\|[^|<>\n]{{1,40}}\|>(?:\s*{_TURN}\b)?(?:\s*\d[0-5]\d{{3}}\b)?",
        r"(?:</?s>)?\[/?inst\](?:[^\n]{0,300}\[/inst\])?(?:\s*\d[0-5]\d{3}\b)?(?:</s>)?",
        r"<</?sys>>",
        r"<(?:start|end)_of_turn>",
    ),
    rule(
        "system,assistant,user,utilisateur,human,developer,developpeur,model,role,q :,q: ",
        rf"(?:^|(?<=[.!?] ))[ \t>#*-]*{_TURN} ?:[^\n]*(?:\n[^\n]*){{0,2}}\n[ \t>#*-]*{_TURN} ?:[^\n]*",
        rf"\[{_TURN}\][^\[\]\n]*\[{_TURN}\][^\n]*",
        rf"^[ \t>#*\[-]*{_TURN}\b[\]* ]*:[^\n]*(?:\b\d[0-5]\d{{3}}\b|\b(?:debug mode|previous|candidat"
        rf"|instruction)\w*)[^\n]*",
        rf"^[ \t>#*\[-]*{_TURN}\b ?: ?(?:choose|choisi|answer|repon|ignor|select|output|you |tu |vous )\w*[^.!?\n]*",
        r"^-+ ?role ?:[^\n]*",
        r"\bq ?: [^\n]{1,90}\? (?:a|r) ?: [^\n]{0,40}\d{5}[^\n]*",
    ),
    rule(
        "[system,[message,[end,[fin,[trusted,[/system,[user",
        r"\[/?(?:system|message du systeme|trusted|end user|end of|fin du|user content)[^\]\n]{0,30}\][^\n]*",
    ),
    rule(
        "# system,# instruction,# response,# new task,# end of,# nouvelle",
        r"^#+ (?:system\w*|instructions? du systeme|instructions? systeme|response|end of \w+|new task"
        r"|nouvelle tache)\b[^\n]*(?:\n[^\n]+)*",
    ),
    rule(
        "->,→,:",
        r"\b(?:course|cours|text|texte|program|programme|class)\b[^:\n>→]{0,40}(?::[^:\n]{0,40})?(?:[-=]>|→"
        r"|:) ?([a-z' ]{4,30}?)[.\n;]"
        r"(?:[^:\n>→]{0,60}(?::[^:\n]{0,40})?(?:[-=]>|→|:) ?\1[.\n;]?)+[^\n]*(?:\n[^\n]{0,60}(?:->|→|:)\s*$)?",
    ),
    rule(
        "---,===,***,(((,[[[,{{,trusted",
        r"([-=*(\[{#])\1{1,40} ?(?:end|fin|start|debut|begin) (?:of|du|de|des)\b[^\n]{0,300}?[-=*)\]}]{2,}",
        r"\b(?:un)?trusted (?:part|text|data|content)\b",
    ),
    rule("<!doctype", r"<!doctype[^>]{0,60}>"),
    rule(
        "end of,fin de,fin du",
        r"^\W*(?:end|fin) (?:of|de|du) (?:the |la |l')?(?:listing|fiche|record|entry|document|texte?|program(?:me)?"
        r"|course|cours|description)\W*$",
    ),
    rule("---\n", r"^---\n(?:[ \t]*[\w-]+ ?:[^\n]*\n){2,}---"),
    rule("{{", r"\{\{[#/]?\w[^}\n]{0,40}\}\}[^\n]*"),
    rule(
        "# ",
        r"(?:^|(?<=[.!?] ))#+ ?(?:instructions?|input|entree) ?:?\n[\s\S]{0,300}?^#+ ?(?:reponse|response|output"
        r"|sortie)[^\n]*(?:\n[^\n]+)?",
    ),
    rule("</", rf"<(?!(?:{_HTML})\b)([a-z][\w-]{{2,}})\b[^<>]*>[^<>]{{0,400}}</\1>"),
    rule("<", r"</?[a-z]+_[a-z_]+>", rf"</?{_PART}(?: [^<>\n]*)?>(?:[^<>]{{0,200}}</?{_PART}(?: [^<>\n]*)?>)*"),
    rule("]]>,<![cdata", r"\]\]>|<!\[cdata\["),
    rule(
        "===,---,***,~~~,<<,>>,___",
        rf"(?:[=*~_-]{{3,40}}|<{{2,9}}|>{{2,9}}) ?{_ENDING}[ _](?:of |du |des )?(?:the )?{_WHAT}"
        r"(?: ?[=*~_<>-]{2,40}|[^\n]{0,30}\b)",
        rf"^[=*~_-]{{3,40}} ?{_ENDING} ?[=*~_-]{{3,}}",
    ),
    rule(
        "end,fin",
        rf"^[ \t]*[=*~_-]+ ?{_ENDING} (?:of |du |de |des |la |l'|the ){{0,2}}{_WHAT}[^\n]{{0,15}}[=*~_-]+[ \t]*$",
    ),
    rule(
        '```,~~~,"""',
        r"(```|~~~|\"\"\")[^`~]{0,600}?\1",
        r"```|~~~|\"\"\"",
    ),
    rule(
        '{,code",code\',code=,role",":',
        rf"[\[{{]*\{{\s*[\"'][^\"'{{}}\n]{{1,40}}[\"']\s*:{_REST}",
        rf"[\"'}}\]\s,]*[\"']{_FIELD}[\"']\s*:\s*[\[{{\"'\d]{_REST}",
        rf"\b\w+\({_FIELD} ?= ?[^)\n]*\)[^\n]*",
    ),
)


def forgeries(plain: str) -> Iterator[Span]:
    """Where the frame is imitated in a text folded by `tagging.suspects.folding`."""
    return matches(RULES, plain)
