"""Six digits from an app, and ten codes on paper: making, checking, using up. Rules A-10 and A-11."""

import base64
import datetime as dt
import secrets
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from beredskab.audit import trail
from beredskab.organisation.models import Staff
from beredskab.signin import sessions
from beredskab.signin.models import RecoveryCode, SecondFactor
from beredskab.vault import own

STEP, DIGITS, DRIFT = 30, 6, 1  # seconds, digits, half minutes that a phone's clock may be wrong
CODES, LETTERS = 10, "abcdefghjkmnpqrstuvwxyz23456789"
TRIES, PAUSE = 5, dt.timedelta(minutes=5)
KEY, FIELD = "second-factor", "secret"


class Paused(Exception):
    """Too many wrong codes; they are looked at again in a few minutes."""


def new_secret() -> str:
    """A secret as an app takes it, 160 bits."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def address(staff: Staff, secret: str, issuer: str) -> str:
    """What the square for the phone says."""
    told = urlencode({"secret": secret, "issuer": issuer, "digits": DIGITS, "period": STEP})
    return f"otpauth://totp/{quote(issuer)}:{quote(staff.email)}?{told}"


def step_of(secret: str, typed: str, moment: dt.datetime) -> int | None:
    """The half minute whose digits these are, allowing for a clock that is a little wrong; else None."""
    now = int(moment.timestamp()) // STEP
    digits = "".join(typed.split())
    found = [
        s for s in range(now - DRIFT, now + DRIFT + 1) if constant_time_compare(_code(secret, s), digits)
    ]
    return found[0] if found else None


def has_second_factor(staff: Staff) -> bool:
    """Whether the app is set up."""
    return SecondFactor.objects.filter(staff=staff).exists()


@transaction.atomic
def set_up(staff: Staff, secret: str, typed: str, *, at: dt.datetime) -> list[str]:
    """Keep the secret once the app has shown that it has it; ten new codes, none when digits are wrong."""
    step = step_of(secret, typed, at)
    if step is None:
        return []
    SecondFactor.objects.filter(staff=staff).delete()
    made = SecondFactor(staff=staff, made_at=at, last_step=step)
    made.secret = own.seal(KEY, made.pk, FIELD, secret)
    made.save(force_insert=True)
    trail.record(staff.pk, "staff.second_factor_set", staff.pk, at=at)
    return new_codes(staff, at=at)


@transaction.atomic
def new_codes(staff: Staff, *, at: dt.datetime) -> list[str]:
    """Ten codes instead of those there were. They are shown once and cannot be looked up."""
    made = ["-".join(_letters() for _part in range(3)) for _code in range(CODES)]
    RecoveryCode.objects.filter(staff=staff).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(staff=staff, digest=_digest(staff, one)) for one in made)
    trail.record(staff.pk, "staff.recovery_codes_made", staff.pk, at=at)
    return made


def codes_left(staff: Staff) -> int:
    """How many codes have not been used."""
    return RecoveryCode.objects.filter(staff=staff, used_at__isnull=True).count()


@transaction.atomic
def is_right(staff: Staff, typed: str, *, at: dt.datetime) -> bool:
    """Whether these are the digits of now or an unused code; each is taken once. Raises Paused."""
    mine = SecondFactor.objects.select_for_update().filter(staff=staff).first()
    if mine is None:
        return False
    if mine.failures >= TRIES and mine.failed_at is not None and at - mine.failed_at < PAUSE:
        raise Paused
    if _take_step(mine, typed, at) or _take_code(staff, typed, at):
        mine.failures = 0
        mine.save(update_fields=["failures", "last_step"])
        return True
    is_old = mine.failed_at is None or at - mine.failed_at >= PAUSE
    mine.failures, mine.failed_at = (1 if is_old else mine.failures + 1), at
    mine.save(update_fields=["failures", "failed_at"])
    return False


@transaction.atomic
def forget(staff: Staff, *, by: int | None, at: dt.datetime) -> None:
    """The phone and the paper are gone: the next sign-in sets up both anew. Safe to repeat.

    Whoever has the phone may be signed in with it: every open session of the person ends.
    """
    SecondFactor.objects.filter(staff=staff).delete()
    RecoveryCode.objects.filter(staff=staff).delete()
    sessions.end_all(staff.pk, at=at)
    trail.record(by, "staff.second_factor_forgotten", staff.pk, at=at)


def _take_step(mine: SecondFactor, typed: str, at: dt.datetime) -> bool:
    secret = own.unseal(KEY, mine.pk, FIELD, bytes(mine.secret))
    step = step_of(secret, typed, at)
    if step is None or step <= mine.last_step:
        return False
    mine.last_step = step
    return True


def _take_code(staff: Staff, typed: str, at: dt.datetime) -> bool:
    mine = RecoveryCode.objects.filter(staff=staff, digest=_digest(staff, typed), used_at__isnull=True)
    if not mine.update(used_at=at):
        return False
    trail.record(staff.pk, "staff.recovery_code_used", staff.pk, at=at)
    return True


def _code(secret: str, step: int) -> str:
    # SHA-1 is what every app speaks; its weakness is collisions, which no code rests on.
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP).generate(step * STEP).decode()  # noqa: S303


def _letters() -> str:
    return "".join(secrets.choice(LETTERS) for _letter in range(4))


def _digest(staff: Staff, typed: str) -> str:
    plain = "".join(one for one in typed.lower() if one.isalnum())
    return salted_hmac("signin.recovery", f"{staff.pk}:{plain}", algorithm="sha256").hexdigest()
