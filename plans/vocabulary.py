"""The words of the plan. Stored values are English, labels go through gettext."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Certainty and Suspect are used by blocks of the plan and by the guided form alike. They live here
# because the plan may not know of concerns; `notifications.vocabulary` imports them.


class PlanKind(TextChoices):
    """Which of the two plans of barnets lov § 15 this is."""

    ABUSE = "abuse", _("Violence and sexual abuse")
    SOCIAL_CONTROL = "social-control", _("Negative social control, honour conflicts and extremism")


class EditionState(TextChoices):
    """Where an edition is on its way to the readers; moves stand in `plans.lifecycle`."""

    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded")


class BlockType(TextChoices):
    """The small set of pieces that a section is made of."""

    TEXT = "text", _("Text")
    STEPS = "steps", _("Steps")
    DO_DONT = "do_dont", _("Do and do not")
    WARNING = "warning", _("Warning")
    CONTACT = "contact", _("Contact")
    LEGAL = "legal", _("Legal reference")
    FOLD_OUT = "fold_out", _("Fold-out")
    QUOTE = "quote", _("Quote or example")
    FILE = "file", _("File")
    STOP = "stop", _("STOP advice in the guided form")


class FileKind(TextChoices):
    """The kinds of document that may be handed out: what every office opens, and nothing that runs."""

    PDF = "pdf", _("PDF")
    DOCX = "docx", _("Word")
    XLSX = "xlsx", _("Excel")
    PPTX = "pptx", _("PowerPoint")
    ODT = "odt", _("OpenDocument Text")
    ODS = "ods", _("OpenDocument Spreadsheet")


class InterventionKind(TextChoices):
    """What an editor may do alone and at once; a second person confirms it within a day."""

    HIDE = "hide", _("A block was hidden")
    GO_BACK = "go_back", _("The plan went back to an earlier edition")


class Audience(TextChoices):
    """Who may see a block: everyone, or only people who are logged in."""

    PUBLIC = "public", _("Public")
    INTERNAL = "internal", _("Staff only")


class Certainty(TextChoices):
    """How sure someone is. Suspicion and knowledge always give the same advice."""

    CONCERN = "concern", _("Concern")
    SUSPICION = "suspicion", _("Suspicion")
    KNOWLEDGE = "knowledge", _("Knowledge")


class Suspect(TextChoices):
    """Against whom a suspicion is directed; several may hold at once."""

    HOME = "home", _("A parent or another adult in the home")
    SIBLING = "sibling", _("A brother or sister")
    EMPLOYEE = "employee", _("An employee")
    LEADER = "leader", _("A leader")
    CHILD = "child", _("Another child or young person")
    PLACEMENT = "placement", _("A foster parent or a person where the child is placed")
    OTHER = "other", _("Another person")
    UNKNOWN = "unknown", _("Unknown person")


class Line(TextChoices):
    """Whom the reader of STOP advice goes to. A suspected leader is always gone around."""

    OWN_LEADER = "own_leader", _("To their own leader")
    FILER_LEADS = "filer_leads", _("The reader is the leader")
    AROUND_LEADER = "around_leader", _("Around the leader")


class Institution(TextChoices):
    """Who runs the place where the reader works."""

    MUNICIPAL = "municipal", _("Municipal")
    PRIVATE = "private", _("Private")


class Standing(TextChoices):
    """How one reader stands to one section of the edition in force."""

    READ = "read", _("Read")
    NEW_VERSION = "new_version", _("New version")
    UNREAD = "unread", _("Not read")


class Occasion(TextChoices):
    """Where the plan was told of."""

    MEETING = "meeting", pgettext_lazy("occasion", "Staff meeting")
    NETWORK = "network", pgettext_lazy("occasion", "Network")
    COURSE = "course", pgettext_lazy("occasion", "Course")
    DRILL = "drill", pgettext_lazy("occasion", "Drill")


class Level(TextChoices):
    """Where in the organisation a recommendation is carried out; each has these three."""

    ORGANISATION = "organisation", pgettext_lazy("level", "Organisation")
    LEADERS = "leaders", pgettext_lazy("level", "Leaders")
    STAFF = "staff", pgettext_lazy("level", "Staff")


class Status(TextChoices):
    """How far a recommendation or a measure is: the same eight words everywhere, and no ninth.

    Nothing said yet is `unknown`. *Stale* is a mark on a status, not one more.
    """

    DONE = "done", pgettext_lazy("status", "Done")
    PARTLY_DONE = "partly_done", pgettext_lazy("status", "Partly done")
    IN_PROGRESS = "in_progress", pgettext_lazy("status", "In progress")
    AT_RISK = "at_risk", pgettext_lazy("status", "At risk")
    LATE = "late", pgettext_lazy("status", "Late")
    NOT_STARTED = "not_started", pgettext_lazy("status", "Not started")
    DROPPED = "dropped", pgettext_lazy("status", "Dropped")
    UNKNOWN = "unknown", pgettext_lazy("status", "Unknown")


class Change(TextChoices):
    """What became of a measure or a recommendation between two days or two reports."""

    UP = "up", pgettext_lazy("change", "Further")
    DOWN = "down", pgettext_lazy("change", "Back")
    TOLD = "told", pgettext_lazy("change", "Now known")
    UNTOLD = "untold", pgettext_lazy("change", "No longer known")
    NEW = "new", pgettext_lazy("change", "New")
    DROPPED = "dropped", pgettext_lazy("change", "Dropped")
    RESUMED = "resumed", pgettext_lazy("change", "Taken up again")
    GONE = "gone", pgettext_lazy("change", "No longer in the plan")
    SAME = "same", pgettext_lazy("change", "Unchanged")


class Verdict(TextChoices):
    """What becomes of a measure when the period of its plan ends."""

    DONE = "done", pgettext_lazy("verdict", "Done")
    REVISED = "revised", pgettext_lazy("verdict", "Goes on revised")
    EXTENDED = "extended", pgettext_lazy("verdict", "Goes on as it is")
    DROPPED = "dropped", pgettext_lazy("verdict", "Dropped")


class Task(TextChoices):
    """What somebody responsible for a measure does with it."""

    CARRIES_OUT = "carries_out", pgettext_lazy("task", "Carries it out")
    MAKES = "makes", pgettext_lazy("task", "Makes it")
    USES = "uses", pgettext_lazy("task", "Uses it")
    APPROVES = "approves", pgettext_lazy("task", "Approves it")


class YearlyKind(TextChoices):
    """What comes back in the annual wheel."""

    THEME = "theme", pgettext_lazy("yearly", "Theme")
    MEETING = "meeting", pgettext_lazy("yearly", "Network meeting")
    CONFERENCE = "conference", pgettext_lazy("yearly", "Conference")
    DRILL = "drill", pgettext_lazy("yearly", "Drill")
    REVISION = "revision", pgettext_lazy("yearly", "Revision")
    OTHER = "other", pgettext_lazy("yearly", "Other")


class Interval(IntegerChoices):
    """Every how many months something comes back."""

    MONTH = 1, pgettext_lazy("interval", "Every month")
    SECOND_MONTH = 2, pgettext_lazy("interval", "Every second month")
    QUARTER = 3, pgettext_lazy("interval", "Every three months")
    HALF_YEAR = 6, pgettext_lazy("interval", "Every half year")
    YEAR = 12, pgettext_lazy("interval", "Every year")
    SECOND_YEAR = 24, pgettext_lazy("interval", "Every second year")
    FOURTH_YEAR = 48, pgettext_lazy("interval", "Every fourth year")


class TurnState(TextChoices):
    """How a turn of the annual wheel stands on a day."""

    HELD = "held", pgettext_lazy("turn", "Held")
    CALLED_OFF = "called_off", pgettext_lazy("turn", "Called off")
    MISSED = "missed", pgettext_lazy("turn", "Missed")
    SOON = "soon", pgettext_lazy("turn", "Soon")
    COMING = "coming", pgettext_lazy("turn", "Coming")
