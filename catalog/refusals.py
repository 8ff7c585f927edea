"""Why the catalog refuses, one class a reason: a stable code, named values, and an English sentence."""

from __future__ import annotations

from typing import ClassVar


class CatalogRefusal(Exception):
    """The screen translates `code` with `values`; `str()` is the English sentence."""

    code: ClassVar[str] = "catalog_refused"
    sentence: ClassVar[str] = "The catalog cannot do this."

    def __init__(self, **values: object) -> None:
        self.values = {name: str(value) for name, value in values.items()}
        super().__init__(self.sentence.format(**self.values))


class ListingNotFound(CatalogRefusal):
    code = "listing_not_found"
    sentence = "The catalog has no such listing."


class VersionNotFound(CatalogRefusal):
    code = "version_not_found"
    sentence = "This listing has no version {version}."


class NotPublished(CatalogRefusal):
    code = "not_published"
    sentence = "This listing is not published, so it cannot be taken down."


class NothingToRevert(CatalogRefusal):
    code = "nothing_to_revert"
    sentence = "The listing already shows version {version}."


class NotRevertible(CatalogRefusal):
    code = "not_revertible"
    sentence = "Version {version} took the listing down; choose a version that was published."


class ConflictingPublication(CatalogRefusal):
    code = "conflicting_publication"
    sentence = "Submission {submission_id} is already published as version {version} with other content."


class UnknownFormat(CatalogRefusal):
    code = "unknown_format"
    sentence = "There is no export format {format}; choose one of {formats}."


class UnknownFacet(CatalogRefusal):
    code = "unknown_facet"
    sentence = "There is no facet {facet}; choose one of {facets}."
