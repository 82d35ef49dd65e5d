"""For migrations: the tables whose changes give their municipality a new revision (see `kept`)."""

from django.db import migrations

_FORWARD = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE organisation_municipality SET revision = 0 WHERE id IN ({which});
    RETURN NULL;
END $$;
CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {rows}
    FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""
_BACKWARD = "DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();\n"
_ROWS = {
    "insert": ("NEW TABLE AS changed", ("changed",)),
    "delete": ("OLD TABLE AS changed", ("changed",)),
    "update": ("OLD TABLE AS before NEW TABLE AS changed", ("changed", "before")),
}


def follow(table: str, *, whose: str = "municipality_id", through: str = "") -> migrations.RunSQL:
    """Draw a new revision when rows of the table change, once per statement.

    `whose` is the municipality of a row, which is called `one`; `through` joins the tables that lead there.
    The UPDATE only wakes the trigger of the municipality, which draws the number.
    """
    forward = backward = ""
    for event, (rows, images) in _ROWS.items():
        words = {
            "name": f"{table}_{event}_revision",
            "table": table,
            "event": event.upper(),
            "rows": rows,
            "which": " UNION ".join(f"SELECT {whose} FROM {image} AS one {through}" for image in images),  # noqa: S608 - names from a migration
        }
        forward += _FORWARD.format(**words)
        backward += _BACKWARD.format(**words)
    return migrations.RunSQL(forward, backward)
