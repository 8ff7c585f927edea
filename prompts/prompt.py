"""A prompt: read from its file with nothing unknown in it, filled with nothing missing or left over."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

FOLDER = Path(__file__).parent
# A placeholder may stand beside JSON braces: {"codes": {{candidates}}}.
_PLACEHOLDER = re.compile(r"\{\{([a-z_]+)\}\}")


class BadPrompt(ValueError):
    """A prompt file or its filling that cannot be used; the message says which and why."""


class _File(BaseModel):
    """The keys of a prompt file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str
    version: int
    language: Literal["en", "fr"]
    system: str
    user: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """`system` never varies, so that a provider can keep it; `user` has the placeholders. `sha256` is the file's."""

    name: str
    version: int
    language: str
    system: str
    user: str
    sha256: str

    @property
    def title(self) -> str:
        """Name and version, as stored with each proposal: "select@1"."""
        return f"{self.name}@{self.version}"

    def fill(self, **values: str) -> str:
        """The user's part. Values are not looked at for placeholders. Raises BadPrompt."""
        wanted = set(_PLACEHOLDER.findall(self.user))
        faults = [f"{name} is missing" for name in sorted(wanted - values.keys())]
        faults += [f"{name} has no place" for name in sorted(values.keys() - wanted)]
        if faults:
            raise BadPrompt(f"The prompt {self.name}.{self.language} cannot be filled: {'; '.join(faults)}.")
        return _PLACEHOLDER.sub(lambda match: values[match.group(1)], self.user)


def read(path: Path) -> Prompt:
    """Raises BadPrompt naming every fault."""
    content = path.read_bytes()
    try:
        file = _File(**tomllib.loads(content.decode("utf-8")))
    except ValidationError as invalid:
        faults = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in invalid.errors())
        raise BadPrompt(f"{path.name} cannot be used: {faults}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as invalid:
        raise BadPrompt(f"{path.name} cannot be used: {invalid}.") from None
    if _PLACEHOLDER.search(file.system):
        raise BadPrompt(f"{path.name} cannot be used: its system part has a placeholder, so it could not be kept.")
    if path.name != f"{file.name}.{file.language}.toml":
        raise BadPrompt(f"{path.name} cannot be used: it names itself {file.name}.{file.language}.")
    digest = hashlib.sha256(content).hexdigest()
    return Prompt(file.name, file.version, file.language, file.system, file.user, digest)


@cache
def load(name: str, language: Literal["en", "fr"]) -> Prompt:
    """The prompt of that name. Raises BadPrompt, FileNotFoundError."""
    return read(FOLDER / f"{name}.{language}.toml")
