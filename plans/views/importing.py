"""A document that the municipality has becomes a draft: upload, look at what it would be, mend, accept."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from plans import showing
from plans.documents import Unreadable
from plans.editing import editions, importing, proposals
from plans.editing.importing import DraftInTheWay, Imported
from plans.forms.importing import ProposalForm, UploadForm
from plans.models import DocumentProposal, Edition
from plans.vocabulary import Audience, EditionState, PlanKind


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_PLAN)
def upload(request: StaffRequest) -> HttpResponse:
    """Choose a document; it is read at once and kept as a proposal."""
    at = timezone.now()
    kinds = proposals.kinds_for(request.user)
    form = UploadForm(request.POST or None, request.FILES or None, kinds=kinds)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            made = proposals.propose(
                told["file"].read(),
                told["file"].name,
                PlanKind(told["kind"]),
                Audience(told["audience"]),
                by=request.user,
                at=at,
            )
            return redirect("plans:import_proposal", made.pk)
        except Unreadable as refusal:
            form.add_error("file", str(refusal))
    context = {
        "form": form,
        "kinds": kinds,
        "waiting": proposals.proposals_of(request.user, at=at).defer("pieces", "roles", "remarks"),
        "crumbs": _crumbs(),
    }
    return render(request, "plans/editing/import_upload.html", context, status=422 if form.errors else 200)


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_PLAN)
def proposal(request: StaffRequest, proposal: UUID) -> HttpResponse:
    """The sections the document would become; headings and readers can be mended, then it is accepted."""
    at = timezone.now()
    found = get_object_or_404(proposals.proposals_of(request.user, at=at), pk=proposal)
    draft = _draft(found)
    form = _form(request, found, draft)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return _kept(request, found, form)
        except proposals.ChangedMeanwhile:
            form.add_error(None, _("You changed this in another window. Look at it anew; nothing was saved."))
        except DraftInTheWay:
            form.add_error(None, _in_the_way())
        status = 409
    elif form.errors:
        status = 422
    return _shown(request, found, form, draft, status)


@page(reads=[], writes=["POST"], act=Act.EDIT_PLAN)
def throw_away(request: StaffRequest, proposal: UUID) -> HttpResponse:
    """The proposal is gone; the document on the editor's machine is what it was."""
    at = timezone.now()
    found = get_object_or_404(proposals.proposals_of(request.user, at=at), pk=proposal)
    proposals.throw_away(found, by=request.user, at=at)
    messages.success(request, _("The proposal is gone. No plan was changed."))
    return redirect("plans:import_document")


def _form(request: StaffRequest, found: DocumentProposal, draft: Edition | None) -> ProposalForm:
    return ProposalForm(
        request.POST or None,
        parts=proposals.parts_of(found),
        professions=list(showing.profession_names(request.municipality).items()),
        seen=found.revision,
        draft=draft is not None and draft.state == EditionState.DRAFT,
    )


def _kept(request: StaffRequest, found: DocumentProposal, form: ProposalForm) -> HttpResponse:
    at = timezone.now()
    seen = form.cleaned_data["seen"]
    kept = proposals.choose(found, form.roles(), form.for_whom(), seen_revision=seen, by=request.user, at=at)
    found.revision = kept.revision
    if request.POST.get("handling") != "accept":
        return redirect("plans:import_proposal", found.pk)
    imported = proposals.accept(kept, form.place(), by=request.user, at=at)
    messages.success(request, _done(imported))
    return redirect("plans:edit_plan", imported.edition.plan.slug)


def _done(imported: Imported) -> str:
    count = imported.sections
    made = ngettext("%d section is in the draft.", "%d sections are in the draft.", count) % count
    return f"{made} {_('Read it through, section by section, and send it to approval.')}"


def _in_the_way() -> str:
    return _(
        "An edition of the plan waits for approval. Accept the document when that is decided; it is kept."
    )


def _shown(
    request: StaffRequest, found: DocumentProposal, form: ProposalForm, draft: Edition | None, status: int
) -> HttpResponse:
    document = proposals.document_of(found)
    context = {
        "proposal": found,
        "document": document,
        "form": form,
        "remarks": [*found.remarks, *importing.remarks_on(document)],
        "in_review": draft is not None and draft.state == EditionState.REVIEW,
        "crumbs": [*_crumbs(link=True), (found.file_name, "")],
    }
    return render(request, "plans/editing/import_proposal.html", context, status=status)


def _draft(found: DocumentProposal) -> Edition | None:
    plan = proposals.kinds_for(found.made_by).get(PlanKind(found.kind))
    return editions.in_the_making(plan) if plan else None


def _crumbs(*, link: bool = False) -> list[tuple[str, str]]:
    here = reverse("plans:import_document") if link else ""
    return [(_("Editing"), reverse("plans:editing")), (_("Import a document"), here)]
