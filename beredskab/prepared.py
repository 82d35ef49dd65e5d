"""Queries that every page asks: their SQL is worked out once per process, only the values change.

Building a statement costs Django more than PostgreSQL needs to answer it. Nothing else changes: the rows
become the same objects, through the same converters, on the same connection.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=models.Model)

# Values no row has; each stands for one argument while the statement is built.
_STAND_INS: dict[type, Callable[[int], Any]] = {
    int: lambda place: 9_007_199_254_000_000 + place,
    str: lambda place: f"\x02stand-in {place}\x02",
    uuid.UUID: lambda place: uuid.UUID(int=0xFACE_0000 + place),
    dt.date: lambda place: dt.date(9000, 1, 1 + place),
    dt.datetime: lambda place: dt.datetime(9000, 1, 1 + place, tzinfo=dt.UTC),
}


class _Asked:
    """A statement with gaps, and the converters of its columns."""

    def __init__(self, queryset: models.QuerySet[Any], stand_ins: list[Any]) -> None:
        self.compiler = queryset.query.get_compiler(connection=connection)
        self.sql, params = self.compiler.as_sql()
        self.params = [(stand_ins.index(one) if one in stand_ins else None, one) for one in params]
        if {place for place, _ in self.params if place is not None} != set(range(len(stand_ins))):
            raise ValueError("every argument must stand in the statement as it was given")
        self.converters = self.compiler.get_converters([one[0] for one in self.compiler.select])

    def rows(self, values: tuple[Any, ...]) -> Iterable[Any]:
        """The rows for these values, with JSON, UUIDs and the like as Python values."""
        given = [value if place is None else values[place] for place, value in self.params]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, given)
            found: Iterable[Any] = cursor.fetchall()
        if self.converters:
            found = self.compiler.apply_converters(found, self.converters)
        return found


class PreparedRows:
    """A `values_list` queryset as a function of its arguments, whose types are given beside it.

    `build` must use each argument as a plain value of a filter, and choose nothing by it.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, Any]], *kinds: type) -> None:
        self._build = build
        self._kinds = kinds

    def __call__(self, *values: Any) -> list[tuple[Any, ...]]:
        """The rows for these values, in the order of the queryset. One statement."""
        return [tuple(row) for row in self._asked.rows(values)]

    @cached_property
    def _asked(self) -> _Asked:
        stand_ins = [_STAND_INS[kind](place) for place, kind in enumerate(self._kinds)]
        return _Asked(self._build(*stand_ins), stand_ins)


class Prepared(PreparedRows, Generic[M]):
    """The same for a queryset of objects, with what `select_related` and `annotate` put beside them."""

    def __call__(self, *values: Any) -> list[M]:  # type: ignore[override]  # objects, not rows
        """The objects for these values, in the order of the queryset. One statement."""
        make = self._maker
        return [make(row) for row in self._asked.rows(values)]

    def first(self, *values: Any) -> M | None:
        """The first of them."""
        found = self(*values)
        return found[0] if found else None

    @cached_property
    def _maker(self) -> Callable[[Any], M]:
        """From a row to its object: what Django's ModelIterable works out each time."""
        compiler = self._asked.compiler
        select, info = compiler.select, compiler.klass_info
        model: type[M] = info["model"]
        start, end = info["select_fields"][0], info["select_fields"][-1] + 1
        names = [one[0].target.attname for one in select[start:end]]
        related = get_related_populators(info, select, connection.alias)  # type: ignore[call-arg]  # stubs of 6.1
        annotations = dict(compiler.annotation_col_map)

        def make(row: Any) -> M:
            found = model.from_db(connection.alias, names, row[start:end])
            for populator in related:
                populator.populate(row, found)
            for name, column in annotations.items():
                setattr(found, name, row[column])
            return found

        return make
