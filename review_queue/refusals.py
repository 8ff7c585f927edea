"""Why a use case refuses, one class a reason: a stable code, named values, and an English sentence."""

from __future__ import annotations

from typing import ClassVar


class Refusal(Exception):
    """The screen translates `code` with `values`; `str()` is the English sentence."""

    code: ClassVar[str] = "refused"
    sentence: ClassVar[str] = "This cannot be done."

    def __init__(self, **values: object) -> None:
        self.values = {name: str(value) for name, value in values.items()}
        super().__init__(self.sentence.format(**self.values))


class NotFound(Refusal):
    """Also what a submitter is told of another institution's program, so that ids cannot be probed."""

    code = "not_found"
    sentence = "There is no such entry, or it is not yours to see."


class Forbidden(Refusal):
    code = "forbidden"
    sentence = "Your role ({role}) may not do this."


class SignInRefused(Refusal):
    code = "sign_in_refused"
    sentence = "The e-mail address or the password is not right."


class TooManyAttempts(Refusal):
    code = "too_many_attempts"
    sentence = "Too many failed attempts; try again in {wait_seconds} seconds."

    def __init__(self, *, wait_seconds: int) -> None:
        self.wait_seconds = wait_seconds
        super().__init__(wait_seconds=wait_seconds)


class SessionEnded(Refusal):
    code = "session_ended"
    sentence = "Your session has ended; sign in again."


class WeakPassword(Refusal):
    code = "weak_password"
    sentence = "A password needs at least {minimum} characters."


class EmailTaken(Refusal):
    code = "email_taken"
    sentence = "There is already an account for {email}."


class InvalidEmail(Refusal):
    code = "invalid_email"
    sentence = "{email} is not an e-mail address."


class InstitutionNeeded(Refusal):
    code = "institution_needed"
    sentence = "Say which institution this is for."


class InstitutionNotAllowed(Refusal):
    code = "institution_not_allowed"
    sentence = "Only submitters belong to an institution; a {role} does not."


class LastAdministrator(Refusal):
    code = "last_administrator"
    sentence = "The last administrator's account cannot be deactivated."


class DuplicateProgram(Refusal):
    code = "duplicate_program"
    sentence = "The program id {program_id} appears more than once in this upload."


class MoveRefused(Refusal):
    code = "move_refused"
    sentence = "A program that is {state} cannot become {target}."


class ClaimLost(Refusal):
    code = "claim_lost"
    sentence = "You no longer hold this program: the claim ran out or was released."


class AlreadyClaimed(Refusal):
    code = "already_claimed"
    sentence = "Somebody else is reviewing this program, or it is no longer in the queue."


class StaleDecision(Refusal):
    code = "stale_decision"
    sentence = "This proposal was decided in the meantime; look again before deciding."


class NothingToUndo(Refusal):
    code = "nothing_to_undo"
    sentence = "This proposal has no decision to undo."


class DecisionIncomplete(Refusal):
    code = "decision_incomplete"
    sentence = "The action {action} needs {needs}."


class AlreadyProposed(Refusal):
    code = "already_proposed"
    sentence = "{concept} is already among the proposals of this program."


class ConceptUnknown(Refusal):
    code = "concept_unknown"
    sentence = "{concept} is not in the vocabulary of the facet {facet}."


class ProposalsUndecided(Refusal):
    code = "proposals_undecided"
    sentence = "{count} proposals still need a decision."


class NoTagAccepted(Refusal):
    code = "no_tag_accepted"
    sentence = "A program needs at least one tag to be approved; decline it or send it back instead."


class TooManyOccupations(Refusal):
    code = "too_many_occupations"
    sentence = "A program has at most {maximum} occupations; this one has {count}."


class TextNeeded(Refusal):
    code = "text_needed"
    sentence = "Write a sentence first."


class TextTooLong(Refusal):
    code = "text_too_long"
    sentence = "This text is longer than {maximum} characters."


class WrongProgram(Refusal):
    code = "wrong_program"
    sentence = "A changed text keeps its program id {program_id}."


class AuditBroken(Refusal):
    code = "audit_broken"
    sentence = "The audit trail was changed at entry {sequence}: {what}."


class RunNotStopped(Refusal):
    code = "run_not_stopped"
    sentence = "Only a stopped run can be removed; this one is finished, or no longer there."


class NothingJudged(Refusal):
    code = "nothing_judged"
    sentence = "Judge at least one facet: choose its tags, or say that none is right."


class LabelledBefore(Refusal):
    code = "labelled_before"
    sentence = "You have labelled this program; what was said stays as it is."


class LabelledTwice(Refusal):
    code = "labelled_twice"
    sentence = "Two people have labelled this program; it needs no third."


class SawSuggestions(Refusal):
    code = "saw_suggestions"
    sentence = "You reviewed this program and saw its suggestions, so somebody else labels it."


class NothingDisputed(Refusal):
    code = "nothing_disputed"
    sentence = "There is nothing left to decide on this program."


class OwnLabel(Refusal):
    code = "own_label"
    sentence = "You labelled this program yourself, so somebody else decides between the two."


class DisputeOpen(Refusal):
    code = "dispute_open"
    sentence = "Decide every facet on which the two differ; still open: {facet}."
