"""Writing the questions of a section in a draft. Two editors at once: as for blocks (`revising`)."""

import datetime as dt

from beredskab.access.acting import act
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from plans.editing.revising import ChangedMeanwhile, locked_copy, touch
from plans.models import Edition, Section, SectionVersion
from plans.scenarios.questions import Question, questions_of
from plans.sharing import words


def new_slug(version: SectionVersion) -> str:
    """A name for one more question of this section."""
    known = {one.slug for one in questions_of(version.scenarios)}
    return next(
        name for n in range(1, len(known) + 2) if (name := f"{version.section.slug}-{n}") not in known
    )


@act
def write_question(
    edition: Edition, section: Section, question: Question, *, seen: str, by: Staff, at: dt.datetime
) -> SectionVersion:
    """Put the question in place of the one with its slug, or last when there is none.

    `seen` is the mark of the question that the editor had before them, "" for a new one.

    Raises Forbidden, NotADraft, SharedWords, or ChangedMeanwhile; then nothing is saved.
    """
    version = locked_copy(edition, section, by=by, at=at)
    words.require_own(version, edition.plan_id)
    known = {one.slug: one for one in questions_of(version.scenarios)}
    old = known.get(question.slug)
    if (old.mark if old else "") != seen:
        raise ChangedMeanwhile(version, version)
    known[question.slug] = question
    version.scenarios = [one.as_json() for one in known.values()]
    touch(version, by=by, at=at)
    trail.record(by.pk, "plan.question_written", section.pk, at=at, question=question.slug)
    return version


@act
def remove_question(edition: Edition, section: Section, slug: str, *, by: Staff, at: dt.datetime) -> None:
    """Take the question out of the draft; what is published keeps it. Gone already is gone."""
    version = locked_copy(edition, section, by=by, at=at)
    words.require_own(version, edition.plan_id)
    left = [one.as_json() for one in questions_of(version.scenarios) if one.slug != slug]
    if len(left) == len(version.scenarios):
        return
    version.scenarios = left
    touch(version, by=by, at=at)
    trail.record(by.pk, "plan.question_removed", section.pk, at=at, question=slug)
