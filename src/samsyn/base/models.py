"""Records that know which version they are, and receipts that make saving twice the same as saving once."""

from functools import cache
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, models, router
from django.db.models.functions import Coalesce
from django.db.models.sql import Query

from .prepared import Given


class Versioned(models.Model):
    """A record that two people may have open at once: each save makes the next version.

    It remembers what it was when it was read: what has not changed is not checked against other records anew.
    """

    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    _was: dict[str, Any] | None = None
    _checks_passed = False

    def save(self, *args, **kwargs):
        self.version += 1
        super().save(*args, **kwargs)
        self._was = None

    @classmethod
    def from_db(cls, db, field_names, values):
        record = super().from_db(db, field_names, values)
        record._was = dict(zip(field_names, values, strict=False))
        return record

    def has_changed(self, name: str) -> bool:
        """Since it was read. What never was read counts as changed, and a list, as it may change inside."""
        attname = self._meta.get_field(name).attname  # type: ignore[union-attr]
        if self._was is None or attname not in self._was or isinstance(self._was[attname], list):
            return True
        return self._was[attname] != getattr(self, attname)

    def clean_fields(self, exclude=None):
        references = (one.name for one in self._meta.local_concrete_fields if one.is_relation)
        kept = {name for name in references if not self.has_changed(name)}
        super().clean_fields(exclude={*(exclude or ()), *kept})

    def validate_constraints(self, exclude=None):
        """As Django's, but all check constraints are asked in one question; only when it fails one by one."""
        self._checks_passed = not exclude and self._passes_every_check()
        try:
            super().validate_constraints(exclude=exclude)
        finally:
            self._checks_passed = False

    def get_constraints(self):
        found = super().get_constraints()
        return [(model, [one for one in several if self._is_worth_asking(one)]) for model, several in found]

    def _is_worth_asking(self, constraint) -> bool:
        if isinstance(constraint, models.CheckConstraint):
            return not self._checks_passed
        if not isinstance(constraint, models.UniqueConstraint) or constraint.expressions:
            return True
        condition = constraint.condition or models.Q()
        return any(self.has_changed(name) for name in {*constraint.fields, *condition.referenced_base_fields})

    def _passes_every_check(self) -> bool:
        sql, params = _all_checks(type(self))
        database = connections[router.db_for_write(type(self), instance=self)]
        with database.cursor() as cursor:
            cursor.execute(sql, [self._value_at(one, database) for one in params])
            return cursor.fetchone() is not None

    def _value_at(self, param, database):
        if not isinstance(param, Given):
            return param
        field = self._meta.get_field(param.name)
        return field.get_db_prep_value(getattr(self, field.attname), database)  # type: ignore[union-attr]


@cache
def _all_checks(model: type[models.Model]) -> tuple[str, tuple[Any, ...]]:
    """Every check constraint of a model as one question about a record's values."""
    query = Query(None)
    for field in model._meta.local_concrete_fields:
        if not field.generated:
            query.add_annotation(Given(field.name, field), field.name, select=False)
    query.add_annotation(models.Value(1), "passes")
    for one in model._meta.constraints:  # what is unknown passes, as in the database
        if isinstance(one, models.CheckConstraint):
            query.add_q(models.Q(Coalesce(one.condition, True, output_field=models.BooleanField())))
    return query.get_compiler(DEFAULT_DB_ALIAS).as_sql()


class SaveReceipt(models.Model):
    """A form that has been saved, and where its user was sent. The same key again goes there,
    and saves nothing.
    """

    key = models.UUIDField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    went_to = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Personal:
        fields = {"user"}

    def __str__(self):
        return str(self.key)
