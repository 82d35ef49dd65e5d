"""What operators are told of each part of the portal: how it is, since when, and what to do. Rule A-20.

Nothing here counts concerns or mails: whoever runs the portal may be somebody whom a concern is about.
"""

import datetime as dt
from urllib.parse import quote

from django.conf import settings
from django.core import checks as django_checks
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beredskab.administration import health
from beredskab.administration.health import Check, Finding, Look, State
from beredskab.outbox import observing
from beredskab.outbox.models import Check as Seen
from beredskab.signin import certificates
from beredskab.vault import keys

# What the worker sees every minute is old news after five.
SEEN_MAY_BE_OLD = dt.timedelta(minutes=5)
BACKUP_MAY_BE_OLD = dt.timedelta(days=31)
CERTIFICATE_ENDS_SOON = dt.timedelta(days=30)
BACKUP = "backup"
"""The name under which a verified restore is left in outbox.Check (observing.leave)."""


def tell_health() -> None:
    """Told once at the start."""
    for rank, (name, title, ask) in enumerate(
        (
            ("database", gettext_lazy("Database"), database),
            ("worker", gettext_lazy("Worker"), worker),
            ("work", gettext_lazy("Work that is due"), work),
            ("mail", gettext_lazy("Mail"), mail),
            ("keys", gettext_lazy("Keys"), key_folder),
            (BACKUP, gettext_lazy("Last verified backup"), backup),
        ),
        start=1,
    ):
        health.register(Check(name, title, ask, rank=10 * rank))
    health.register(Check("ledger", gettext_lazy("Told and delivered"), ledger, rank=70, is_local=True))
    health.register(Check("login", gettext_lazy("Login and certificates"), login, rank=90, is_local=True))
    health.register(Check("disk", gettext_lazy("Disk"), disk, rank=100))
    health.register(Check("setup", gettext_lazy("Set-up of this machine"), setup, rank=110))


def database(look: Look) -> Finding:
    """That it answers. Not how much it holds: a size that has just grown tells of a notification (N-06)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version')")
        version = cursor.fetchone()[0].split()[0]
    return Finding(State.WELL, _("PostgreSQL %(version)s answers.") % {"version": version})


def worker(look: Look) -> Finding:
    """Without a worker no mail goes and no deadline is kept."""
    last = health.last_beat()
    to_do = _("Start it again. Without it no mail leaves and nobody is reminded of a deadline.")
    if last is None:
        return Finding(State.UNWELL, _("No worker has ever run."), to_do, command="bin/manage work")
    if look.at - last >= health.WORKER_MAY_BE_SILENT:
        return Finding(State.UNWELL, _("The worker is silent."), to_do, at=last, command="bin/manage work")
    return Finding(State.WELL, _("The worker looks round."), at=last)


def work(look: Look) -> Finding:
    """What failed and is tried again; work about concerns is not counted."""
    seen = look.seen.get(observing.WORK)
    if seen is None or _is_old(seen, look):
        return _unseen(seen)
    if seen.is_well:
        return Finding(State.WELL, _("Nothing has failed."), at=seen.at)
    return Finding(
        State.UNWELL,
        _("Something was tried three times and failed. It is tried again, less often each time."),
        _("Once the cause is mended, it can be tried again at once."),
        at=seen.at,
        url=f"{reverse('administration:operation')}#work",
    )


def mail(look: Look) -> Finding:
    """Whether mails are handed over within a quarter of an hour."""
    if not settings.EMAIL_BACKEND.endswith(
        ("smtp.EmailBackend", "filebased.EmailBackend", "locmem.EmailBackend")
    ):
        return Finding(
            State.ABSENT,
            _("No mail server is set up. Nobody is told that something waits."),
            _("Set EMAIL_URL and start web and worker again."),
        )
    seen = look.seen.get(observing.MAIL)
    if seen is None or _is_old(seen, look):
        return _unseen(seen)
    if seen.is_well:
        return Finding(State.WELL, _("Mail is handed over within a quarter of an hour."), at=seen.at)
    told = _("Mail has waited for more than a quarter of an hour.")
    if faults := ", ".join(seen.told.get("faults", ())):
        told = f"{told} {_('The mail server says: %(faults)s') % {'faults': faults}}"
    return Finding(
        State.UNWELL,
        told,
        _("See whether the mail server answers, and whether its password is still right. No mail is lost."),
        at=seen.at,
    )


def key_folder(look: Look) -> Finding:
    """Without a key nobody reads what it seals."""
    if keys.are_well():
        return Finding(State.WELL, _("Every key that is in use is in its place."))
    return Finding(
        State.UNWELL,
        _("A key that is in use is missing, or the key folder cannot be read."),
        _(
            "Bring the key folder back from its copy. Do not make a new one: "
            "it opens nothing that was written before."
        ),
    )


def backup(look: Look) -> Finding:
    """How long ago a backup was brought back for trial and found whole."""
    seen = look.seen.get(BACKUP)
    to_do = _("Bring the newest backup back on another machine, and see that everything is there.")
    if seen is None:
        return Finding(State.ABSENT, _("No backup was ever brought back for trial."), to_do)
    if not seen.is_well:
        return Finding(State.UNWELL, _("The last trial found that something is missing."), to_do, at=seen.at)
    if look.at - seen.at > BACKUP_MAY_BE_OLD:
        return Finding(State.UNWELL, _("The last trial is more than a month ago."), to_do, at=seen.at)
    return Finding(State.WELL, _("A backup was brought back, and everything was there."), at=seen.at)


def ledger(look: Look) -> Finding:
    """Whether what was promised was delivered."""
    seen = look.seen.get(f"{health.LEDGER}{look.municipality.pk}")
    if seen is None:
        return Finding(State.WELL, _("Nothing had to be delivered yet."))
    day = seen.at.date().isoformat()
    if look.at - seen.at >= health.CHECK_MAY_BE_OLD:
        return Finding(
            State.UNWELL, _("Nobody compares any more."), _("See whether the worker runs."), at=seen.at
        )
    if seen.is_well:
        return Finding(State.WELL, _("What was promised was delivered."), at=seen.at)
    return Finding(
        State.UNWELL,
        _("Something that was promised was not delivered."),
        _("The command says what. It shows no content."),
        at=seen.at,
        command=f"bin/manage ledger --date {quote(day)}",
    )


def login(look: Look) -> Finding:
    """Whether people get in, and whether a certificate that this needs ends soon."""
    url = reverse("signin:providers")
    ways = certificates.of(look.municipality)
    if not ways:
        if settings.LOCAL_ACCOUNTS:
            return Finding(
                State.LOOK,
                _("People sign in with a password of the portal. No provider is set up."),
                _("Set up the municipality’s own provider. Then turn the portal’s own passwords off."),
                url=url,
            )
        return Finding(
            State.ABSENT, _("Nobody can sign in: no provider is set up."), _("Set one up."), url=url
        )
    ends = min((way.ends for way in ways if way.ends), default=None)
    if ends is None:
        told = ngettext("%(count)d provider is in use.", "%(count)d providers are in use.", len(ways))
        return Finding(State.WELL, told % {"count": len(ways)}, url=url)
    if ends <= look.at + CERTIFICATE_ENDS_SOON:
        is_over = ends <= look.at
        return Finding(
            State.UNWELL if is_over else State.LOOK,
            _("A provider’s certificate has ended.") if is_over else _("A provider’s certificate ends soon."),
            _("Ask the provider for its new metadata, and suggest the change."),
            at=ends,
            url=url,
        )
    return Finding(State.WELL, _("The first certificate ends on %(day)s.") % {"day": ends.date()}, url=url)


def disk(look: Look) -> Finding:
    """The fullest of the file systems that the portal writes to."""
    seen = look.seen.get(observing.DISK)
    if seen is None or _is_old(seen, look):
        return _unseen(seen)
    used = float(seen.told.get("fullest", 0))
    told = _("%(percent)d percent of the fullest disk are in use.") % {"percent": round(used * 100)}
    if used < observing.NEARLY_FULL:
        return Finding(State.WELL, told, at=seen.at)
    state = State.UNWELL if used >= observing.FULL else State.LOOK
    return Finding(state, told, _("Make room. When it is full nothing can be sent any more."), at=seen.at)


def setup(look: Look) -> Finding:
    """What `check --deploy` says about this machine."""
    found = django_checks.run_checks(tags=["security"], include_deployment_checks=True)
    wrong = [one for one in found if not one.is_silenced()]
    if not wrong:
        return Finding(State.WELL, _("The settings are fit for real people."))
    told = ngettext(
        "%(count)d setting is not fit for real people.",
        "%(count)d settings are not fit for real people.",
        len(wrong),
    )
    bad = any(one.level >= django_checks.ERROR for one in wrong)
    return Finding(
        State.UNWELL if bad else State.LOOK,
        told % {"count": len(wrong)},
        _("The command says which, and what they should be."),
        command="bin/manage check --deploy --fail-level WARNING",
    )


def _is_old(seen: Seen, look: Look) -> bool:
    return look.at - seen.at > SEEN_MAY_BE_OLD


def _unseen(seen: Seen | None) -> Finding:
    return Finding(
        State.UNWELL,
        _("The worker has not looked at this lately."),
        _("See whether the worker runs."),
        at=seen.at if seen else None,
    )
