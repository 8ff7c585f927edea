"""Settings read from the environment, once, by the entry points."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from tagging.selection.answer_file import AnswerFile
from tagging.selection.provider import Access, Provider


def faults(error: ValidationError) -> str:
    """Each wrong setting with what is wrong with it; never its value, which may be secret."""
    found = ((".".join(map(str, fault["loc"])).upper(), fault["msg"]) for fault in error.errors())
    return "; ".join(f"{name} {said}".strip() for name, said in found)


class Settings(BaseSettings):
    """Every setting is the environment variable of the same name in capitals; README lists them."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    environment: Literal["development", "production"] = "development"
    host: str = "127.0.0.1"
    port: int = 8501
    data_dir: Path = Path("var")
    work_database_url: str = ""
    catalog_database_url: str = ""
    workflow_database_url: str = ""
    tagging_profile: Literal["offline", "openai"] = "offline"
    openai_api_key: SecretStr = SecretStr("")
    openai_base_url: str = "https://api.openai.com/v1"
    openai_model: str = "gpt-4.1-mini"
    openai_timeout_seconds: float = Field(60.0, gt=0)
    external_calls: bool = True
    lease_minutes: int = 30
    worker_name: str = "worker-1"
    worker_concurrency: int = 2
    model_concurrency: int = 32
    model_requests_a_minute: int = 500
    model_budget_day_cad: Decimal = Field(Decimal(20), ge=0)
    model_budget_batch_cad: Decimal = Field(Decimal(10), ge=0)
    model_budget_reached: Literal["wait", "offline"] = "wait"
    price_table: Path | None = None

    @model_validator(mode="after")
    def _production_names_its_databases(self) -> Self:
        if self.environment == "production":
            for name in ("work_database_url", "catalog_database_url", "workflow_database_url"):
                if not getattr(self, name).startswith("postgresql"):
                    raise ValueError(f"In production set {name.upper()} to a postgresql:// address.")
        return self

    def database_url(self, which: Literal["work", "catalog", "workflow"]) -> str:
        """SQLAlchemy URL: the one given, or a SQLite file named after the database in `data_dir`."""
        given: str = getattr(self, f"{which}_database_url")
        return given or f"sqlite:///{(self.data_dir / f'{which}.db').resolve()}"

    def provider(self) -> Provider:
        """The model that the openai profile asks."""
        return Provider(
            model=self.openai_model,
            base_url=self.openai_base_url,
            api_key=self.openai_api_key,
            timeout_seconds=self.openai_timeout_seconds,
            external_calls=self.external_calls,
        )

    def answers(self) -> AnswerFile:
        """Where the command line and the evals keep what a model answered."""
        return AnswerFile(self.data_dir / "model-answers.jsonl")

    def access(self) -> Access:
        """To that model, for the command line and the evals: answers are kept in a file, calls are tried again."""
        return Access(self.provider(), self.answers(), attempts=5)
