"""The app on somebody's phone."""

import datetime as dt

from beredskab.signin import codes


def shows(secret: str, moment: dt.datetime) -> str:
    """The six digits that the app shows at that moment."""
    return codes._code(secret, int(moment.timestamp()) // codes.STEP)
