"""Reads that every page makes: their SQL is worked out once per process, their plan once per connection.

Building a statement costs Django several times what PostgreSQL needs to answer it, and PostgreSQL reads and
plans a wide one longer than it runs it. Nothing else changes: the rows become the same objects, through the
same converters, on the same connection (ADR 15).
"""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from functools import wraps
from itertools import count
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import connection, models
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
)
from psycopg2.extensions import AsIs
from psycopg2.sql import SQL, Identifier

P = ParamSpec("P")
R = TypeVar("R")

# Values that no row has; each stands for one argument while the statement is built.
_STAND_INS: dict[type, Callable[[int], Any]] = {
    int: lambda place: 2_147_400_000 + place,
    str: lambda place: f"\x02stand-in {place}\x02",
    bytes: lambda place: b"stand-in %d" % place,
    uuid.UUID: lambda place: uuid.UUID(int=0xFACE_0000 + place),
    dt.date: lambda place: dt.date(9000, 1, 1 + place),
    dt.datetime: lambda place: dt.datetime(9000, 1, 1 + place, tzinfo=dt.UTC),
}
MOST = 300  # shapes of one read that are remembered: a tuple of another length is another shape
MOST_PLANS = 200  # on one connection: PostgreSQL keeps each as long as the connection lives
_numbers = count(1)


def prepared(build: Callable[P, models.QuerySet[Any, R]]) -> Callable[P, list[R]]:
    """The rows of the queryset that `build` makes of its arguments, in its order. One statement.

    `build` uses each number, text, key, id, day and moment that it is given as a plain value of a filter, and
    chooses nothing by it; a tuple holds several. Everything else it is given (a state, True, None) it may
    choose by: the statement is worked out once for each. Raises ValueError when a value does not stand in the
    statement as it was given.
    """
    statements: dict[Any, _Statement] = {}

    @wraps(build)
    def rows(*args: P.args, **kwargs: P.kwargs) -> list[R]:
        assert not kwargs, "a prepared read takes its values in order"
        values: list[Any] = []
        shape = tuple(_shape_of(one, values) for one in args)
        statement = statements.get(shape)
        if statement is None:
            if len(statements) >= MOST:
                statements.clear()
            places: list[Any] = []
            queryset = build(*[_stand_in(one, places) for one in args])  # type: ignore[call-arg]
            statement = statements[shape] = _Statement(build.__name__, queryset, places)
        return statement.rows(values)

    return rows


def _shape_of(given: Any, values: list[Any]) -> Any:
    """What the statement depends on; the values that it does not depend on are collected."""
    kind = type(given)
    if kind in _STAND_INS:
        values.append(given)
        return kind
    if kind is tuple:
        return tuple(_shape_of(one, values) for one in given)
    return given


def _stand_in(given: Any, places: list[Any]) -> Any:
    if make := _STAND_INS.get(type(given)):
        places.append(make(len(places)))
        return places[-1]
    return tuple(_stand_in(one, places) for one in given) if type(given) is tuple else given


class _Statement:
    """A statement with gaps, the converters of its columns, and what a row becomes."""

    def __init__(self, name: str, queryset: models.QuerySet[Any, Any], stand_ins: list[Any]) -> None:
        self._compiler = queryset.query.get_compiler(connection=connection)
        self._sql, params = self._compiler.as_sql()
        self._params = [(_place_of(one, stand_ins), one) for one in params]
        if {place for place, _ in self._params if place is not None} != set(range(len(stand_ins))):
            raise ValueError("every value must stand in the statement as it was given")
        self._name = f"{name.strip('<>')}_{next(_numbers)}"
        gaps = ", ".join(["%s"] * len(stand_ins))
        self._execute = f"EXECUTE {self._name} ({gaps})" if gaps else f"EXECUTE {self._name}"
        self._converters = self._compiler.get_converters([one[0] for one in self._compiler.select])
        self._make = _maker(queryset, self._compiler)

    def rows(self, values: Sequence[Any]) -> list[Any]:
        """The rows for these values, with JSON, UUIDs and the like as Python values."""
        with connection.cursor() as cursor:
            if self._is_planned(cursor):
                cursor.execute(self._execute, values)
            else:
                given = [one if place is None else values[place] for place, one in self._params]
                cursor.execute(self._sql, given)
            found: Any = cursor.fetchall()
        if self._converters:
            found = self._compiler.apply_converters(found, self._converters)
        return [self._make(row) for row in found]

    def _is_planned(self, cursor: Any) -> bool:
        """Whether the connection knows the statement by name; it is told at the second use."""
        uses = _uses_on(cursor.db)
        before = uses.get(self._name, 0)
        if before > 1 or not settings.DATABASE_PREPARES or (not before and len(uses) >= MOST_PLANS):
            return before > 1
        if before:
            self._plan(cursor)
        uses[self._name] = before + 1
        return bool(before)

    def _plan(self, cursor: Any) -> None:
        """What is the same every time stays in the text: it decides which partial index may be used."""
        gaps = [one if place is None else AsIs(f"${place + 1}") for place, one in self._params]
        with cursor.db.wrap_database_errors:
            read = SQL(cursor.cursor.mogrify(self._sql, gaps).decode())
            cursor.cursor.execute(SQL("PREPARE {} AS {}").format(Identifier(self._name), read))


def _uses_on(database: Any) -> dict[str, int]:
    """Name -> how often it was used on the connection that is open now, counted up to twice."""
    driver, uses = getattr(database, "prepared_uses", (None, {}))
    if driver is not database.connection:  # a new connection knows nothing yet
        uses = {}
        database.prepared_uses = (database.connection, uses)
    return uses


def _place_of(param: Any, stand_ins: list[Any]) -> int | None:
    given = getattr(param, "adapted", param)  # bytes come wrapped for the driver
    found = [place for place, one in enumerate(stand_ins) if type(one) is type(given) and one == given]
    return found[0] if found else None


def _maker(queryset: Any, compiler: Any) -> Callable[[Any], Any]:
    """From a row to what the queryset gives."""
    if queryset._iterable_class is FlatValuesListIterable:
        return lambda row: row[0]
    if queryset._iterable_class is ValuesListIterable:
        return tuple
    if queryset._iterable_class is ModelIterable:
        return _object_maker(compiler)
    raise ValueError("a prepared read gives objects or a list of values")


def _object_maker(compiler: Any) -> Callable[[Any], Any]:
    """An object with what is related, deferred and annotated: what ModelIterable works out each time."""
    select, info = compiler.select, compiler.klass_info
    model = info["model"]
    start, end = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [one[0].target.attname for one in select[start:end]]
    related = get_related_populators(info, select, connection.alias)  # type: ignore[call-arg]  # stubs of 6.1
    annotations = dict(compiler.annotation_col_map)

    def make(row: Any) -> Any:
        found = model.from_db(connection.alias, names, row[start:end])
        for populator in related:
            populator.populate(row, found)
        for name, column in annotations.items():
            setattr(found, name, row[column])
        return found

    return make
