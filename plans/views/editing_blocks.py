"""Changing a block, adding one, moving one, taking one away; and the heading of a section."""

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.page import StaffRequest, page
from plans import access, prose, showing
from plans.contents import BlockContent, of_block
from plans.editing import comparing, editions, revising
from plans.forms.blocks import FREE_TYPES, BlockForm, NewBlockForm, lix_text
from plans.forms.editing import HeadingForm
from plans.models import Block, Section
from plans.numbers.contacts import contacts_in_force
from plans.sharing.words import SharedWords, require_own
from plans.views.editing import back_to, crumbs, current_edition
from plans.vocabulary import BlockType


def in_a_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Nobody writes in an edition that waits for approval, or in shared words; the page says so instead."""

    @functools.wraps(view)
    def write(request: StaffRequest, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, **kwargs)
        except editions.NotADraft:
            messages.warning(request, _("The edition waits for approval. Nothing was saved."))
            if "section" in kwargs:
                return redirect("plans:edit_section", kwargs["section"])
            return redirect("plans:edit_plan", kwargs["plan"])
        except SharedWords:
            messages.warning(
                request, _("These words are shared: the municipality that owns them writes them.")
            )
            return redirect("plans:edit_section", kwargs["section"])

    return write


@page(reads=["GET"], writes=["POST"])
@in_a_draft
def block(request: StaffRequest, section: int, key: UUID) -> HttpResponse:
    """The words of one block. What a colleague saved meanwhile is shown before it can be overwritten."""
    found = section_to_write_in(request, section)
    stored = _stored(found, key)
    content = of_block(stored)
    form = _form(request, found, content, seen=revising.mark_of(content))
    if request.method == "POST" and form.is_valid():
        try:
            _revise(request, found, key, form)
        except revising.ChangedMeanwhile as newer:
            return _show_conflict(request, found, form, newer)
        except revising.BlockGone:
            messages.warning(request, _("A colleague has removed the block."))
            return back_to(found)
        messages.success(request, _("Saved in the draft. Readers see it when it is published."))
        return back_to(found, f"blok-{key}", role=_first_role(form.made()))
    title = prose.plain(content.title) or stored.get_type_display()
    return edit_page(request, found, form, title, kind=stored.get_type_display(), lix=lix_text(content))


@page(reads=["GET"], writes=["POST"])
@in_a_draft
def new_block(request: StaffRequest, section: int) -> HttpResponse:
    """First which kind, then its words; nothing is stored before there are words."""
    found = section_to_write_in(request, section)
    kind = request.GET.get("type", "")
    if kind not in FREE_TYPES:
        return _choose_kind(request, found)
    items: Any = {"do": [], "dont": []} if kind == BlockType.DO_DONT else []
    form = _form(request, found, BlockContent(type=kind, items=items), seen="new")
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        edition = editions.open_draft(found.plan, by=request.user, at=at)
        told = form.made()
        made = revising.add_block(edition, found, told, document=form.sent(), by=request.user, at=at)
        messages.success(request, _("Saved in the draft. Readers see it when it is published."))
        return back_to(found, f"blok-{made.key}")
    return edit_page(request, found, form, str(BlockType(kind).label))


@page(reads=[], writes=["POST"])
@in_a_draft
def move_block(request: StaffRequest, section: int, key: UUID) -> HttpResponse:
    """One place up or down."""
    found = section_to_write_in(request, section)
    at = timezone.now()
    edition = editions.open_draft(found.plan, by=request.user, at=at)
    down = request.POST.get("to") == "down"
    revising.move_block(edition, found, key, down=down, by=request.user, at=at)
    return back_to(found, f"blok-{key}")


@page(reads=["GET"], writes=["POST"])
@in_a_draft
def remove_block(request: StaffRequest, section: int, key: UUID) -> HttpResponse:
    """A page of its own asks first; what is published keeps the block for ever."""
    found = section_to_write_in(request, section)
    stored = _stored(found, key)
    mark = revising.mark_of(of_block(stored))
    if request.method == "POST":
        at = timezone.now()
        edition = editions.open_draft(found.plan, by=request.user, at=at)
        seen = request.POST.get("seen", "")
        try:
            revising.remove_block(edition, found, key, seen=seen, by=request.user, at=at)
        except revising.ChangedMeanwhile as newer:
            messages.warning(request, _saved_first(newer))
            return back_to(found, f"blok-{key}")
        messages.success(request, _("The block is taken out of the draft."))
        return back_to(found)
    words = of_block(stored).words()
    context = {"section": found, "block": stored, "words": words, "mark": mark}
    return render(request, "plans/editing/remove_block.html", context)


@page(reads=["GET"], writes=["POST"])
@in_a_draft
def heading(request: StaffRequest, section: int) -> HttpResponse:
    """Title, summary, chapter and for whom the section is."""
    found = section_to_write_in(request, section)
    line = current_edition(found).lines.select_related("version").get(section=found)
    if found.plan.follows_id:
        require_own(line.version, found.plan_id)
    names = list(showing.profession_names(request.municipality).items())
    form = HeadingForm(
        request.POST or None,
        version=line.version,
        seen=revising.heading_mark(line.version),
        professions=names,
    )
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        edition = editions.open_draft(found.plan, by=request.user, at=at)
        told = form.cleaned_data
        try:
            revising.revise_heading(edition, found, told, seen=told["seen"], by=request.user, at=at)
        except revising.ChangedMeanwhile as newer:
            return _show_heading_conflict(request, found, form, newer)
        else:
            messages.success(request, _("Saved in the draft. Readers see it when it is published."))
            return back_to(found)
    return edit_page(request, found, form, _("Title and readers"))


def section_to_write_in(request: StaffRequest, pk: int) -> Section:
    """The section, for somebody who may write in it; 404 otherwise, 403 for those who only approve."""
    found = get_object_or_404(access.sections_worked_on_by(request.user), pk=pk)
    editions.require_editor(request.user, found.plan)
    return found


def _stored(section: Section, key: UUID) -> Block:
    version = current_edition(section).lines.filter(section=section).values("version")
    found = Block.objects.filter(version__in=version, key=key).select_related("version").first()
    if found is None:
        raise Http404(str(key))
    if section.plan.follows_id:
        require_own(found.version, section.plan_id, key)
    return found


def _form(request: StaffRequest, section: Section, content: BlockContent, *, seen: str) -> BlockForm:
    at = timezone.now()
    return BlockForm(
        request.POST or None,
        request.FILES or None,
        content=content,
        seen=seen,
        contacts=contacts_in_force(request.municipality, at),
        professions=list(showing.profession_names(request.municipality).items()),
        languages=[(code, name) for code, name in settings.LANGUAGES if code in section.plan.stop_languages],
    )


def _revise(request: StaffRequest, section: Section, key: UUID, form: BlockForm) -> None:
    at = timezone.now()
    edition = editions.open_draft(section.plan, by=request.user, at=at)
    seen = form.cleaned_data["seen"]
    told, document = form.made(), form.sent()
    revising.revise_block(edition, section, key, told, seen=seen, document=document, by=request.user, at=at)


def _show_conflict(
    request: StaffRequest, section: Section, form: BlockForm, newer: revising.ChangedMeanwhile
) -> HttpResponse:
    """What I wrote stays in the form; the difference to the colleague's words stands above it."""
    theirs = newer.newer
    assert isinstance(theirs, Block)
    mine = Block(key=theirs.key, version=newer.version, **form.made().fields())
    again = request.POST.copy()
    again["seen"] = revising.mark_of(of_block(theirs))
    form.data = again
    form.add_error(None, _saved_first(newer))
    context = {"differences": comparing.compare([theirs], [mine])}
    return edit_page(request, section, form, theirs.get_type_display(), status=409, **context)


def _show_heading_conflict(
    request: StaffRequest, section: Section, form: HeadingForm, newer: revising.ChangedMeanwhile
) -> HttpResponse:
    """The same for title and readers: my words stay, the colleague's stand beside them."""
    again = request.POST.copy()
    again["seen"] = revising.heading_mark(newer.version)
    differences = [
        comparing.Difference(
            comparing.Change.CHANGED, str(form.fields[name].label), comparing.words_changed(theirs, mine)
        )
        for name in revising.HEADING
        if (theirs := _plain(getattr(newer.version, name))) != (mine := _plain(form.cleaned_data[name]))
    ]
    form.data = again
    form.add_error(None, _saved_first(newer))
    title = _("Title and readers")
    return edit_page(request, section, form, title, status=409, differences=differences)


def _plain(value: Any) -> str:
    """What a field of the heading says, as words that can be compared."""
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    return ", ".join(sorted(value)) if isinstance(value, list | tuple) else str(value)


def _saved_first(newer: revising.ChangedMeanwhile) -> str:
    version = newer.version
    told = {
        "who": version.changed_by.name if version.changed_by else _("Somebody"),
        "when": f"{timezone.localtime(version.changed_at):%H.%M}" if version.changed_at else "",
    }
    return _("%(who)s saved a newer version at %(when)s. See the difference before you save.") % told


def _choose_kind(request: StaffRequest, section: Section) -> HttpResponse:
    form = NewBlockForm(request.POST or None, prefix="new")
    if request.method == "POST" and form.is_valid():
        path = reverse("plans:new_block", args=[section.pk])
        return redirect(f"{path}?type={form.cleaned_data['type']}")
    return edit_page(request, section, form, _("New block"))


def edit_page(
    request: StaffRequest, section: Section, form: Any, title: str, *, status: int | None = None, **more: Any
) -> HttpResponse:
    """A page that asks for something in a section; 422 where the form has faults."""
    line = current_edition(section).lines.select_related("version").get(section=section)
    context = {
        "section": section,
        "version": line.version,
        "form": form,
        "title": title,
        "crumbs": crumbs(section, line.version.title, title),
        **more,
    }
    status = status or (422 if form.errors else 200)
    return render(request, "plans/editing/block.html", context, status=status)


def _first_role(content: BlockContent) -> str:
    """A block for some professions is previewed as one of them, so that it is seen at all."""
    return content.professions[0] if content.professions else ""


__all__ = [
    "block",
    "edit_page",
    "heading",
    "in_a_draft",
    "move_block",
    "new_block",
    "remove_block",
    "section_to_write_in",
]
