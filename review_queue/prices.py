"""What tokens cost: the price table, read once, and a call's cost in millionths of a Canadian dollar."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, NonNegativeFloat, ValidationError

from tagging.selection.ledger import Call

PRICES = Path(__file__).parent / "data" / "prices.toml"
MICROS = 1_000_000
# Providers date a model's release in its name; the price is the model's.
_RELEASE = re.compile(r"-\d{4}-\d{2}-\d{2}$")


class PriceTableWrong(ValueError):
    """The price table cannot be read as one."""


class Price(BaseModel):
    """Canadian dollars a million tokens, from a day on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str
    effective: date
    tokens_in: NonNegativeFloat
    tokens_cached: NonNegativeFloat
    tokens_out: NonNegativeFloat


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid")

    batch_share: float = Field(ge=0, le=1)
    price: list[Price] = []


@dataclass(frozen=True, slots=True)
class Prices:
    """All rows of the table, and the share of a price that a call in a batch costs."""

    rows: Sequence[Price]
    batch_share: float = 1.0

    def of(self, model: str, day: date) -> Price | None:
        """The price in force on a day; None when the table does not know the model."""
        for name in (model, _RELEASE.sub("", model)):
            known = [row for row in self.rows if row.model == name and row.effective <= day]
            if known:
                return max(known, key=lambda row: row.effective)
        return None

    def cost(self, call: Call, day: date, *, in_batch: bool = False) -> int | None:
        """Millionths of a dollar, rounded up; None when the price is unknown.

        A dollar a million tokens is a millionth a token. Figures that contradict each other are read as the dearer.
        """
        price = self.of(call.model, day)
        if price is None:
            return None
        cached = min(max(call.tokens_cached, 0), max(call.tokens_in, 0))
        amounts = (
            (max(call.tokens_in, 0) - cached, price.tokens_in),
            (cached, price.tokens_cached),
            (max(call.tokens_out, 0), price.tokens_out),
        )
        share = Decimal(str(self.batch_share)) if in_batch else Decimal(1)
        exact = share * sum((tokens * Decimal(str(dollars)) for tokens, dollars in amounts), Decimal(0))
        return int(exact.to_integral_value(rounding="ROUND_CEILING"))


def _place(of: tuple[int | str, ...]) -> str:
    """Where a fault stands, rows counted from 1."""
    return " ".join(str(part + 1) if isinstance(part, int) else part for part in of)


def read_prices(path: Path = PRICES) -> Prices:
    """Raises PriceTableWrong."""
    try:
        table = _Table.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        faults = "; ".join(f"{_place(fault['loc'])}: {fault['msg']}" for fault in error.errors())
        raise PriceTableWrong(f"The price table {path} cannot be used: {faults}.") from error
    except OSError as error:
        raise PriceTableWrong(f"The price table {path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PriceTableWrong(f"The price table {path} is not TOML: {error}.") from error
    return Prices(table.price, table.batch_share)
