"""The editor's pages: which plans there are, what a draft holds, one section with its preview."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access import guard
from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from plans import access, requirements_check, showing
from plans.contents import of_block
from plans.editing import card_editing, revising
from plans.forms.blocks import lix_text
from plans.forms.editing import NOT_LOGGED_IN, PreviewForm
from plans.models import Adoption, Block, Edition, EditionSection, Intervention, Plan, Section
from plans.numbers import contacting
from plans.numbers.contacts import contacts_in_force
from plans.release import adopting, announcing, intervening
from plans.requirements_check import Clock
from plans.scenarios.questions import questions_of
from plans.sharing import standing, words
from plans.showing import ShownBlock
from plans.vocabulary import Audience, EditionState


@dataclass(frozen=True)
class PlanRow:
    """A plan on the editor's first page."""

    plan: Plan
    in_force: Edition | None
    in_the_making: Edition | None
    may_edit: bool
    may_approve: bool
    adoption: Adoption | None = None
    clock: Clock | None = None

    @property
    def waits_for_me(self) -> bool:
        """Handed in, and this person is the second pair of eyes."""
        making = self.in_the_making
        return self.may_approve and making is not None and making.state == EditionState.REVIEW


@dataclass(frozen=True)
class BlockRow:
    """A block in the list: how it looks, how it reads, and the mark of what was shown."""

    block: Block
    shown: ShownBlock
    kind: str
    lix: str
    mark: str
    hidden: bool
    hiding: Intervention | None = None
    in_force: bool = False
    shared: bool = False  # the words are another municipality's


@page(reads=["GET"])
def home(request: StaffRequest) -> HttpResponse:
    """Plans and drafts; contacts, action cards and posters one step away."""
    access.require_some_editing(request.user)
    rows = _plan_rows(access.plans_worked_on_by(request.user), request)
    cards = list(card_editing.waiting_for(request.user))
    may_name = guard.may(request.user, Act.EDIT_RECOMMENDATIONS)
    changed = list(contacting.changed_lately(request.municipality, at=timezone.now()))
    context = {"rows": rows, "cards": cards, "may_name": may_name, "changed": changed}
    context["may_import"] = guard.may(request.user, Act.EDIT_PLAN)
    mine = {row.plan.pk for row in rows}
    context["waiting"] = [one for one in intervening.waiting(request.municipality) if one.plan_id in mine]
    context["may_change_contacts"] = guard.may(request.user, Act.EDIT_CONTACTS)
    context["shared"] = standing.waiting_for(request.user)
    return render(request, "plans/editing/home.html", context)


@page(reads=["GET"])
def plan(request: StaffRequest, plan: str) -> HttpResponse:
    """The sections of the draft, or of the edition in force while there is no draft."""
    found = get_object_or_404(access.plans_worked_on_by(request.user), slug=plan)
    row = _plan_rows([found], request)[0]
    edition = row.in_the_making or row.in_force
    lines = list(_lines(edition)) if edition else []
    shared = standing.of_plan(found, request.user)
    context = {
        "shared": shared,
        "shared_sections": words.sections_of_owner(edition) if shared and edition else (),
        "row": row,
        "plan": found,
        "edition": edition,
        "progress": announcing.progress_of(row.in_force) if row.in_force else None,
        "lines": lines,
        "changed": [line for line in lines if not line.version.is_frozen],
        "crumbs": [(_("Editing"), reverse("plans:editing")), (found.title, "")],
    }
    return render(request, "plans/editing/plan.html", context)


@page(reads=["GET"])
def section(request: StaffRequest, section: int) -> HttpResponse:
    """One section: its blocks with what can be done to them, and how a profession sees it."""
    found = get_object_or_404(access.sections_worked_on_by(request.user), pk=section)
    edition = current_edition(found)
    line = get_object_or_404(_lines(edition), section=found)
    line.section = found  # with its plan
    names = showing.profession_names(request.municipality)
    role = request.GET.get("role", "")
    role = role if role in names or role == NOT_LOGGED_IN else ""
    blocks = _block_rows(line, request, names, role)
    context = {
        "section": found,
        "edition": edition,
        "line": line,
        "version": line.version,
        "rows": blocks,
        "questions": questions_of(line.version.scenarios),
        "left_out": sum(row.hidden for row in blocks),
        "role": _("Somebody who is not logged in") if role == NOT_LOGGED_IN else names.get(role, ""),
        "audience": [names.get(slug, slug) for slug in line.version.professions],
        "shared": any(row.shared for row in blocks),
        "preview": PreviewForm(request.GET if role else None, professions=list(names.items())),
        "may_edit": edition.state != EditionState.REVIEW and access.may_edit(request.user, found.plan),
        "crumbs": crumbs(found, line.version.title),
    }
    return render(request, "plans/editing/section.html", context)


def current_edition(section: Section) -> Edition:
    """The edition an editor looks at: the one in the making, else the one in force.

    One statement per section and page; a write asks anew, as it may have opened a draft.
    """
    kept: Edition | None = getattr(section, "_edition_looked_at", None)
    if kept is not None:
        return kept
    open_first = Edition.objects.filter(plan=section.plan_id).exclude(state=EditionState.SUPERSEDED)
    found = {edition.state: edition for edition in open_first.filter(lines__section=section)}
    for state in (EditionState.DRAFT, EditionState.REVIEW, EditionState.PUBLISHED):
        if state in found:
            found[state].plan = section.plan
            section._edition_looked_at = found[state]  # type: ignore[attr-defined]  # for this page
            return found[state]
    return get_object_or_404(Edition, pk=0)


def crumbs(section: Section, *last: str) -> list[tuple[str, str]]:
    """Editing > plan > section > …; the last one is the page itself."""
    steps = [
        (_("Editing"), reverse("plans:editing")),
        (section.plan.title, reverse("plans:edit_plan", args=[section.plan.slug])),
    ]
    if len(last) > 1:
        steps.append((last[0], reverse("plans:edit_section", args=[section.pk])))
    return [*steps, (last[-1], "")]


def plan_crumbs(plan: Plan, last: str) -> list[tuple[str, str]]:
    """Editing > plan > the page itself."""
    to_plan = reverse("plans:edit_plan", args=[plan.slug])
    return [(_("Editing"), reverse("plans:editing")), (plan.title, to_plan), (last, "")]


def back_to(section: Section, anchor: str = "", **query: str) -> HttpResponse:
    """Back to the section, at the block that was worked on."""
    path = reverse("plans:edit_section", args=[section.pk])
    asked = "&".join(f"{name}={value}" for name, value in query.items() if value)
    return redirect(path + (f"?{asked}" if asked else "") + (f"#{anchor}" if anchor else ""))


def _plan_rows(plans: Iterable[Plan], request: StaffRequest) -> list[PlanRow]:
    plans = list(plans)
    living = Edition.objects.filter(plan__in=plans).exclude(state=EditionState.SUPERSEDED)
    found: dict[int, dict[str, Edition]] = {}
    for edition in living.select_related("created_by", "submitted_by", "approved_by"):
        kind = "in_force" if edition.state == EditionState.PUBLISHED else "in_the_making"
        found.setdefault(edition.plan_id, {})[kind] = edition
    edited = set(access.plans_edited_by(request.user).values_list("pk", flat=True))
    approved = set(access.plans_approved_by(request.user).values_list("pk", flat=True))
    adopted = adopting.latest(plans)
    today = timezone.localdate()
    return [
        PlanRow(
            plan=plan,
            in_force=found.get(plan.pk, {}).get("in_force"),
            in_the_making=found.get(plan.pk, {}).get("in_the_making"),
            may_edit=plan.pk in edited,
            may_approve=plan.pk in approved,
            adoption=adopted.get(plan.pk),
            clock=requirements_check.clock_of(plan, adopted.get(plan.pk), on=today),
        )
        for plan in plans
    ]


def _lines(edition: Edition) -> Any:
    return (
        EditionSection.objects.filter(edition=edition)
        .select_related("section", "version__changed_by")
        .order_by("position")
    )


def _block_rows(
    line: EditionSection, request: StaffRequest, names: dict[str, str], role: str
) -> list[BlockRow]:
    at = timezone.now()
    is_public = role == NOT_LOGGED_IN
    frame = showing.Frame(contacts_in_force(request.municipality, at), at, names, public_only=is_public)
    hidden = intervening.hidden_in(line.section)
    known = _numbers_in_force(line)
    plan = line.section.plan
    theirs = words.of_owner(line.version, plan.pk) if plan.follows_id else frozenset()
    rows = []
    for block in line.version.blocks.select_related("file").defer("file__content").order_by("position"):
        content = of_block(block)
        seen = known.get(block.key)
        rows.append(
            BlockRow(
                block=block,
                shown=showing.show_block(block, frame),
                kind=block.get_type_display(),
                lix=lix_text(content),
                mark=revising.mark_of(content),
                hidden=not _is_seen_as(role, block),
                hiding=hidden.get((block.key, seen)),
                in_force=seen is not None,
                shared=block.key in theirs,
            )
        )
    return rows


def _is_seen_as(role: str, block: Block) -> bool:
    """Whether the block is there for whom the page is shown as."""
    if role == NOT_LOGGED_IN:
        return block.audience == Audience.PUBLIC
    return not role or showing.is_for(block, {role})


def _numbers_in_force(line: EditionSection) -> dict[UUID, int]:
    """Block -> number of its words, for the blocks of the section that readers see now."""
    seen = Block.objects.filter(
        version__lines__edition__state=EditionState.PUBLISHED, version__section=line.section_id
    )
    return dict(seen.order_by().values_list("key", "number"))


__all__ = ["back_to", "crumbs", "current_edition", "home", "plan", "plan_crumbs", "section"]
