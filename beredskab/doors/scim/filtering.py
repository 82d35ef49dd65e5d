"""A filter of the directory as a question to the database; what that cannot be asked is refused."""

from collections.abc import Mapping

from django.db.models import Q
from scim2_models import InvalidFilterException
from scim2_models.path import (
    AttrPath,
    Comparison,
    FilterNode,
    FilterVisitor,
    LogicalExpr,
    LogicalOperator,
    Not,
    Present,
    ValuePath,
)

PEOPLE = {
    "id": "pk",
    "username": "known_as",
    "externalid": "directory_person__external_id",
    "displayname": "name",
    "name.formatted": "name",
    "active": "is_active",
    "emails": "email",
    "emails.value": "email",
    "phonenumbers": "phone",
    "phonenumbers.value": "phone",
    "employeenumber": "number",
    "groups": "directory_groups__group",
    "groups.value": "directory_groups__group",
    "meta.created": "directory_person__made_at",
    "meta.lastmodified": "directory_person__changed_at",
}
GROUPS = {
    "id": "pk",
    "displayname": "name",
    "externalid": "external_id",
    "members": "members",
    "members.value": "members",
    "meta.created": "made_at",
    "meta.lastmodified": "changed_at",
}
TEXTS = {"eq": "iexact", "co": "icontains", "sw": "istartswith", "ew": "iendswith"}
ORDERS = {"gt": "gt", "ge": "gte", "lt": "lt", "le": "lte"}
EXACT = frozenset({"pk", "members", "directory_groups__group", "is_active"})
NUMBERS = frozenset({"pk", "members"})


class AsQuestion(FilterVisitor[Q]):
    """Visits a filter of users (PEOPLE) or groups (GROUPS)."""

    def __init__(self, fields: Mapping[str, str], *, numbers: frozenset[str] = NUMBERS) -> None:
        self.fields, self.numbers = fields, numbers
        self.within = ""

    def visit_comparison(self, node: Comparison) -> Q:
        """`type` of an e-mail or number is always work here."""
        name = self._name(node.attr_path)
        if self.within and name.rsplit(".", 1)[-1] == "type":
            return Q()
        field, op, value = self._field(name), str(node.op.value), node.value
        if op == "ne":
            return ~self._compared(field, "eq", value)
        return self._compared(field, op, value)

    def visit_present(self, node: Present) -> Q:
        """Whether something is said."""
        field = self._field(self._name(node.attr_path))
        empty = Q(**{f"{field}__isnull": True})
        if field not in EXACT and not field.endswith("_at"):
            empty |= Q(**{field: ""})
        return ~empty

    def visit_not(self, node: Not) -> Q:
        """The others."""
        return ~self.visit(node.expr)

    def visit_logical_expr(self, node: LogicalExpr) -> Q:
        """All of them, or one of them."""
        found = self.visit(node.terms[0])
        for term in node.terms[1:]:
            if node.op == LogicalOperator.and_:
                found &= self.visit(term)
            else:
                found |= self.visit(term)
        return found

    def visit_value_path(self, node: ValuePath) -> Q:
        """`emails[type eq "work" and value eq "…"]`."""
        if node.sub_attr is not None:
            raise InvalidFilterException(detail="A filter on a part of a value is not supported.")
        self.within = f"{self._name(node.attr_path)}."
        found = self.visit(node.val_filter)
        self.within = ""
        return found

    def _name(self, path: AttrPath) -> str:
        parts = [path.attr, *([path.sub_attr] if path.sub_attr else [])]
        return self.within + ".".join(parts).lower()

    def _field(self, name: str) -> str:
        if name not in self.fields:
            raise InvalidFilterException(detail=f"Filter by one of: {', '.join(sorted(self.fields))}.")
        return self.fields[name]

    def _compared(self, field: str, op: str, value: object) -> Q:
        if field == "is_active":
            return Q(is_active=value is True or str(value).lower() == "true") if op == "eq" else _refuse(op)
        if field in EXACT:
            known = field not in self.numbers or (str(value).isascii() and str(value).isdigit())
            if op != "eq":
                return _refuse(op)
            return Q(**{field: value}) if known and len(str(value)) < 40 else Q(pk__in=[])
        if op in ORDERS:
            return Q(**{f"{field}__{ORDERS[op]}": value})
        if field.endswith("_at"):
            return Q(**{field: value}) if op == "eq" else _refuse(op)
        return Q(**{f"{field}__{TEXTS[op]}": str(value)})


def question(found: FilterNode, fields: Mapping[str, str], *, numbers: frozenset[str] = NUMBERS) -> Q:
    """What the database is asked. Raises InvalidFilterException."""
    return AsQuestion(fields, numbers=numbers).visit(found)


def _refuse(op: str) -> Q:
    raise InvalidFilterException(detail=f"This attribute cannot be compared by {op}.")
