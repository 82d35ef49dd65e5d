"""Notifications, drills and who receives what."""

from django.utils.translation import gettext_lazy as _

from beredskab.ui.page_help.kinds import Help

HELP: dict[str, Help] = {
    "notifications:file": Help(
        _("Answer what you know. You can stop at any time. The draft is yours alone.")
    ),
    "notifications:mine": Help(
        _("What you have begun and what you have sent. Nobody else at your workplace sees this list.")
    ),
    "notifications:inbox": Help(
        _(
            "What is most pressing stands on top. The clock shows what is left of the 24 hours or "
            "the six days."
        ),
        {"team_leader": _("You lead a team: the rota and absences are under Rota.")},
    ),
    "notifications:concern": Help(
        _("The next step stands at the top. Every opening of this page is logged, and the team can see it.")
    ),
    "notifications:closed": Help(_("Closed cases of your team, until they are deleted.")),
    "notifications:rota": Help(
        _("Who holds the inbox on which day, and who steps in. Red is a day without anybody.")
    ),
    "notifications:routing": Help(
        _(
            "The first rule that fits decides, unless its team is part of the suspicion. Test it "
            "after each change."
        ),
        {"manager": _("You may suggest a new table. Another person approves it.")},
    ),
    "notifications:statistics": Help(
        _(
            "Counts without names. Numbers under five are hidden, also those from which they could "
            "be worked out."
        )
    ),
    "notifications:routing_try": Help(
        _("Fill in a case as you imagine it, and see which team would get it and why.")
    ),
    "notifications:truth_table": Help(
        _("Look for combinations that end at nobody. You mend them in the table.")
    ),
    "notifications:find": Help(
        _("Search by reference. What is not there and what is not yours get the same answer.")
    ),
    "notifications:take_down": Help(
        _(
            "Give the time at which it truly came. The 24 hours and the six working days are counted from "
            "then."
        )
    ),
    "notifications:questions": Help(
        _(
            "Answer as you would on the phone. Whoever asks has named no child; if it becomes a "
            "notification, they send it themselves."
        )
    ),
    "notifications:deliveries": Help(
        _(
            "Each line is a day. A gap is somebody who was promised a message and did not get it: open the "
            "case and call."
        )
    ),
    "notifications:passed_on": Help(
        _(
            "A case that was passed on waits for an answer. Of those that are with another team you see "
            "the reference only: call when it takes long."
        )
    ),
    "notifications:look_up": Help(
        _("Finds only cases of your own teams. Your search is written into the log, without the number.")
    ),
    "notifications:break_glass": Help(
        _(
            "Only in an emergency, and with the reference. Choose the reason that is true; the leader of "
            "the team judges it afterwards."
        )
    ),
    "notifications:emergencies": Help(
        _("Read why the case was opened, and say whether it was in order. Your answer stands in the log.")
    ),
    "notifications:seen_by": Help(
        _(
            "Who has opened the case, when and why. Is somebody there who should not be, tell the leader "
            "of your team."
        )
    ),
    "notifications:assess": Help(
        _("Is the child in danger now? Say why, and what you do at once. Saved, the 24 hours are met.")
    ),
    "notifications:send_receipt": Help(
        _(
            "Read the letter before you send it. It says that the notification has come, and nothing about "
            "what is done."
        )
    ),
    "notifications:decide": Help(
        _("Each question is one that the law asks. What you leave out you give a reason for.")
    ),
    "notifications:hand_over": Help(
        _(
            "Take the files into the case system, and write the number that it gives you. Only then is the "
            "case handed over."
        )
    ),
    "notifications:exclude": Help(
        _(
            "From the moment you save the person sees the case nowhere, and is not told that they were "
            "kept out."
        )
    ),
    "notifications:transfer": Help(
        _(
            "Say why, and to whom. The case moves at once and is theirs to read, no longer yours. "
            "Deadlines run on; they take it or send it back."
        )
    ),
    "notifications:message_filer": Help(
        _(
            "The filer reads it in the portal; the mail only says that there is news. Write so that it may "
            "be read over a shoulder."
        )
    ),
    "notifications:conversation": Help(_("Answer here, not by mail. What you write goes to the team alone.")),
    "notifications:ask": Help(
        _(
            "Describe what worries you without a name. You get an answer from the team, and decide "
            "yourself what you do then."
        )
    ),
    "notifications:observations": Help(
        _(
            "Write day, time and the child’s own words while you remember them. Nobody but you reads it "
            "before you notify."
        )
    ),
    "notifications:drills": Help(
        _(
            "A drill uses an invented child and the real plan. Answer as you would on the day; it takes "
            "about ten minutes."
        )
    ),
    "notifications:play_drill": Help(
        _("This is a drill. No child is in danger, and nobody but you sees what you answered.")
    ),
    "notifications:readings_to_check": Help(
        _("Was there a reason to open the case? Ask the person before you judge.")
    ),
    "notifications:letters": Help(
        _("Change the words as your municipality says them. Letters that were sent keep the words they had.")
    ),
}

# Pages that show the sentences of another one: its forms, and the same thing for others.
LIKE: dict[str, tuple[str, ...]] = {
    "notifications:routing": ("notifications:routing_change", "notifications:routing_proposal"),
    "notifications:questions": ("notifications:answer_question",),
    "notifications:concern": (
        "notifications:case_files",
        "notifications:access_report",
        "notifications:release",
        "notifications:give_feedback",
        "notifications:send_on",
        "notifications:close",
        "notifications:reopen",
        "notifications:settle",
        "notifications:step_aside",
        "notifications:add_note",
        "notifications:correct_note",
    ),
    "notifications:transfer": ("notifications:send_back",),
    "notifications:hand_over": ("notifications:handover",),
    "notifications:rota": ("notifications:rota_plan", "notifications:rota_absent"),
    "notifications:drills": (
        "notifications:choose_drill",
        "notifications:new_drill",
        "notifications:drill",
        "notifications:change_drill",
        "notifications:drill_gap",
        "notifications:drill_case",
    ),
    "notifications:letters": ("notifications:letter",),
    "notifications:ask": ("notifications:consultation",),
}
