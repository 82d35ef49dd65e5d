"""What `check --deploy` refuses besides what Django itself refuses."""

from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register(Tags.security, deploy=True)
def demo_stays_on_this_machine(**_: Any) -> Sequence[CheckMessage]:
    """Demo people sign in without a password; nobody else may reach them."""
    if not settings.DEMO:
        return []
    found: list[CheckMessage] = []
    if not is_loopback(settings.BIND):
        found.append(Error(f"DEMO=1 is bound to {settings.BIND}.", hint="Set DEMO=0.", id="beredskab.E001"))
    if settings.HTTPS or settings.PROXIES:
        found.append(
            Error(
                "DEMO=1 stands behind a proxy, which may let the world in.",
                hint="Set DEMO=0.",
                id="beredskab.E002",
            )
        )
    return found


@register(Tags.security, deploy=True)
def keys_are_private(**_: Any) -> Sequence[CheckMessage]:
    """The key folder is there, and only the portal's own user may look into it."""
    folder = Path(settings.KEYS)
    if not folder.is_dir():
        return [Error(f"The key folder {folder} is not there.", id="beredskab.E003")]
    open_paths = [path for path in (folder, *folder.iterdir()) if path.stat().st_mode & 0o077]
    found: list[CheckMessage] = [
        Error(
            f"{path} can be read by others.",
            hint="chmod 700 the folder, 600 the files.",
            id="beredskab.E004",
        )
        for path in open_paths[:1]
    ]
    if Path(settings.STATIC_ROOT) in (folder, *folder.parents):
        found.append(Error("The key folder is served as static files.", id="beredskab.E005"))
    return found


@register(Tags.security, deploy=True)
def mail_leaves_the_house(**_: Any) -> Sequence[CheckMessage]:
    """Without mail, nobody learns that something waits for them."""
    found: list[CheckMessage] = []
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        found.append(Warning("No mail leaves the portal.", hint="Set EMAIL_URL.", id="beredskab.W001"))
    elif not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL or is_loopback(settings.EMAIL_HOST)):
        found.append(
            Warning(
                "Mail leaves the portal without TLS.", hint="Use smtps:// or STARTTLS.", id="beredskab.W002"
            )
        )
    if settings.DEFAULT_FROM_EMAIL.rstrip(">").endswith("@localhost"):
        found.append(Warning("Mail has no sender.", hint="Set DEFAULT_FROM_EMAIL.", id="beredskab.W003"))
    return found


@register(Tags.security, deploy=True)
def only_postgresql_roles_of_ours(**_: Any) -> Sequence[CheckMessage]:
    """The web process is neither owner nor superuser, or row-level security is not in force."""
    if settings.DATABASES["default"]["USER"] in {"owner", "postgres"}:
        return [
            Error(
                "The portal connects as the owner of its tables.",
                hint="DATABASE_URL must name the role app.",
                id="beredskab.E006",
            )
        ]
    return []


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach it."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
