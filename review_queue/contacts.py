"""Contact data in a text: e-mail addresses and telephone numbers, taken out."""

from __future__ import annotations

import re

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# North American numbers, with or without country code and extension; a year span or a price has another shape.
_PHONE = re.compile(
    r"(?<![\w.-])(?:\+?1[\s.-]*)?(?:\(\d{3}\)\s*|\d{3}[\s.-])\d{3}[\s.-]\d{4}(?!\w)"
    r"(?:\s*,?\s*(?:ext\.?|x|poste)\s*\d{1,6})?",
    re.IGNORECASE,
)
_INSTEAD = "…"


def without_contacts(text: str) -> str:
    """The text with an ellipsis in place of each address and number."""
    return _PHONE.sub(_INSTEAD, _EMAIL.sub(_INSTEAD, text))
