"""Querysets whose SQL is written once per process and planned once per connection, and asked many times.

Writing and planning it each time would be half of a page.
"""

from collections.abc import Callable
from copy import copy
from functools import lru_cache, update_wrapper
from inspect import Parameter, signature
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import Expression, Field, ForeignObject, Lookup, QuerySet

KEPT = 256  # texts per question; the least used goes first


class Given(Expression):
    """The place in the text of a value that is given each time the question is asked."""

    conditional = True  # may stand in a filter by itself

    def __init__(self, name: str, output_field: Field | None = None):
        super().__init__(output_field)
        self.name = name

    def as_sql(self, compiler, connection):
        placeholder = getattr(self._output_field_or_none, "get_placeholder", None)
        return placeholder(None, compiler, connection) if placeholder else "%s", [self]


@ForeignObject.register_lookup
@Field.register_lookup
class AnyOf(Lookup):
    """``owner__any_of=ids``: as ``in``, for a list that is given, however long it is."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        (left, left_params), (right, right_params) = (
            self.process_lhs(compiler, connection), self.process_rhs(compiler, connection),
        )  # fmt: skip
        return f"{left} = ANY {right}", [*left_params, *right_params]


@Field.register_lookup
class Begins(Lookup):
    """``word__begins=text``: by an index of a column in the collation "C", also behind the wall."""

    lookup_name = "begins"

    def as_sql(self, compiler, connection):
        (left, left_params), (right, right_params) = (
            self.process_lhs(compiler, connection), self.process_rhs(compiler, connection),
        )  # fmt: skip
        last = "U&'\\+10FFFF'"
        text = f"({left} >= {right} AND {left} < {right} || {last})"
        return text, [*left_params, *right_params, *left_params, *right_params]


class Prepared:
    """What ``prepared`` makes of a function."""

    def __init__(self, build: Callable[..., QuerySet]):
        update_wrapper(self, build)
        places = signature(build).parameters.values()
        self._given = {one.name: Given(one.name) for one in places if one.kind is Parameter.KEYWORD_ONLY}
        self._written = lru_cache(KEPT)(lambda *fixed: _Written(build(*fixed, **self._given)))

    def __call__(self, *fixed, **given) -> list[Any]:
        if given.keys() != self._given.keys():
            raise TypeError(f"{self.__name__} is given {sorted(given)} and not {sorted(self._given)}")  # type: ignore[attr-defined]
        return self._written(*fixed).ask(given)


def prepared(build: Callable[..., QuerySet]) -> Callable[..., list[Any]]:
    """Decorator: ``build(*fixed, **given)`` gives a queryset; asking gives its rows as a list.

    ``fixed`` arguments are hashable and decide the text: one text is kept for each set of them, so everything
    else that the queryset is made of must be the same whenever they are. ``given`` ones, keyword-only, are
    values put into the text each time (never None; a list only with ``any_of``).
    """
    return Prepared(build)


class _Written:
    """A queryset with the text it compiles to."""

    def __init__(self, queryset: QuerySet):
        self.queryset = queryset
        self.compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            self.sql, self.params = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql, self.params = "", ()

    def ask(self, given: dict[str, Any]) -> list[Any]:
        compiler = copy(self.compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]  # each thread has its own
        params = tuple(given[one.name] if isinstance(one, Given) else one for one in self.params)
        compiler.execute_sql = lambda *args, **kwargs: self._rows(compiler.connection, params)
        asked = _twin(self.queryset)
        asked._query = _twin(self.queryset.query)
        asked._query.get_compiler = lambda *args, **kwargs: compiler
        return list(asked)

    def _rows(self, connection: Any, params: tuple[Any, ...]) -> list[list[Any]]:
        """All of them in one lot, where Django expects lots."""
        if not self.sql:
            return []
        with _cursor(connection) as cursor:
            cursor.execute(self.sql, params)
            return [cursor.fetchall()]


def _cursor(connection: Any) -> Any:
    """One that sends values beside the text: a text that is often the same is read and planned but once."""
    cursor = connection.cursor()
    if not connection.queries_logged:  # what is written down for a developer has its values in it
        cursor.cursor = ServerBindingCursor(connection.connection)  # type: ignore[call-arg]
    return cursor


def _twin(one: Any) -> Any:
    """The same facts in a new object. Not a clone, which costs as much as the writing."""
    other = object.__new__(type(one))
    other.__dict__ = one.__dict__.copy()
    return other
