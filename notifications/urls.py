"""The doors of concerns. Paths are Danish because they are printed on posters; names are English."""

from django.urls import path

from notifications import duty_urls
from notifications.views import (
    case,
    emergency,
    case_files,
    filing_files,
    filing_next,
    filing_sent,
    filing_start,
    filing_steps,
    forwarding,
    handover,
    inbox,
    letters,
    messages,
    moving,
    screening,
)

app_name = "notifications"

urlpatterns = [
    *duty_urls.urlpatterns,
    path("bekymring/ny/", filing_start.start, name="file"),
    path("bekymring/hjaelp-til-at-vaelge/", filing_start.choose, name="choose"),
    path("bekymring/mine/", filing_sent.mine, name="mine"),
    path("bekymring/<uuid:draft>/", filing_steps.resume, name="draft"),
    path("bekymring/<uuid:draft>/kvittering/", filing_sent.receipt, name="receipt"),
    path(
        "bekymring/<uuid:draft>/kvittering/uden-navne.pdf",
        filing_sent.receipt_pdf,
        name="receipt_pdf",
    ),
    path("bekymring/<uuid:draft>/sendt/", filing_sent.sheet, name="sheet"),
    path("bekymring/<uuid:draft>/fuld-kopi/", filing_sent.full_copy, name="full_copy"),
    path(
        "bekymring/<uuid:draft>/fuld-kopi/underretning.pdf",
        filing_sent.full_copy_pdf,
        name="full_copy_pdf",
    ),
    path("bekymring/<uuid:draft>/filer/", filing_files.files, name="files"),
    path("bekymring/<uuid:draft>/filer/<uuid:file>/slet/", filing_files.remove_file, name="remove_file"),
    path(
        "bekymring/<uuid:draft>/filer/<uuid:file>/<int:number>.jpg",
        filing_files.file_page,
        name="file_page",
    ),
    path("bekymring/<uuid:draft>/naeste-barn/", filing_next.next_child, name="next_child"),
    path("bekymring/<uuid:draft>/slet/", filing_sent.discard, name="discard"),
    path("bekymring/<uuid:concern>/beskeder/", messages.conversation, name="conversation"),
    path("bekymring/<uuid:draft>/<slug:step>/", filing_steps.step, name="step"),
    path("bekymring/<uuid:draft>/<slug:step>/gem/", filing_steps.autosave, name="autosave"),
    # the receiving team
    path("indbakke/", inbox.inbox, name="inbox"),
    path("indbakke/lukkede/", inbox.closed, name="closed"),
    path("indbakke/noedadgang/", emergency.break_glass, name="break_glass"),
    path("indbakke/noedadgang/vurder/", emergency.emergencies, name="emergencies"),
    path("indbakke/noedadgang/vurder/<uuid:glass>/", emergency.judge, name="judge_emergency"),
    path("indbakke/<uuid:concern>/", case.concern, name="concern"),
    path("indbakke/<uuid:concern>/filer/", case_files.case_files, name="case_files"),
    path(
        "indbakke/<uuid:concern>/filer/<uuid:file>/<int:number>.jpg",
        case_files.case_file_page,
        name="case_file_page",
    ),
    path("indbakke/<uuid:concern>/tag/", case.claim, name="claim"),
    path("indbakke/<uuid:concern>/giv-tilbage/", case.release, name="release"),
    path("indbakke/<uuid:concern>/vurdering/", case.assess, name="assess"),
    path("indbakke/<uuid:concern>/kvittering/", case.send_receipt, name="send_receipt"),
    path("indbakke/<uuid:concern>/beslutning/", screening.decide, name="decide"),
    path("indbakke/<uuid:concern>/tilbagemelding/", letters.give_feedback, name="give_feedback"),
    path("indbakke/<uuid:concern>/overdragelse/", handover.hand_over, name="hand_over"),
    path("indbakke/<uuid:concern>/overdraget/", handover.handover, name="handover"),
    path(
        "indbakke/<uuid:concern>/overdraget/fil/<slug:kind>/",
        handover.handover_file,
        name="handover_file",
    ),
    path("indbakke/<uuid:concern>/send-videre/", forwarding.send_on, name="send_on"),
    path("indbakke/<uuid:concern>/luk/", case.close, name="close"),
    path("indbakke/<uuid:concern>/genaabn/", case.reopen, name="reopen"),
    path("indbakke/<uuid:concern>/hvem/", case.settle, name="settle"),
    path("indbakke/<uuid:concern>/videregiv/", moving.transfer, name="transfer"),
    path("indbakke/<uuid:concern>/send-tilbage/", moving.send_back, name="send_back"),
    path("indbakke/<uuid:concern>/traed-til-side/", moving.step_aside, name="step_aside"),
    path("indbakke/<uuid:concern>/hold-ude/", moving.exclude, name="exclude"),
    path("indbakke/<uuid:concern>/note/", case.add_note, name="add_note"),
    path("indbakke/<uuid:concern>/besked/", messages.message_filer, name="message_filer"),
    # the words of the letters
    path("redaktion/breve/", letters.letters, name="letters"),
    path("redaktion/breve/<slug:letter>/<slug:notifier>/", letters.letter, name="letter"),
]
