"""Object grants: who may do it on which plan, unit or team. The only module that imports guardian.

guardian's defaults let superusers and global permissions through; both are off here. Never one grant per
concern: a concern belongs to a team (stack.md "guardian").
"""

from collections.abc import Iterable
from typing import TypeVar, cast

from django.apps import apps
from django.db import models
from guardian.models import UserObjectPermissionBase
from guardian.shortcuts import assign_perm, get_objects_for_user, get_users_with_perms, remove_perm

from beredskab.organisation.models import Staff

__all__ = ["UserGrant", "grant", "holders", "revoke", "revoke_everything", "things_with"]

Thing = TypeVar("Thing", bound=models.Model)
UserGrant = UserObjectPermissionBase


def grant(staff: Staff, permission: str, thing: models.Model) -> None:
    """Give a person one permission on one thing; giving it twice changes nothing."""
    assign_perm(permission, staff, thing)


def revoke(staff: Staff, permission: str, thing: models.Model) -> None:
    """Take it back; taking back what nobody has changes nothing."""
    remove_perm(permission, staff, thing)


def revoke_everything(staff: Iterable[int]) -> None:
    """Take back every grant these people hold, on whatever."""
    people = list(staff)
    for table in apps.get_models():
        if issubclass(table, UserGrant):
            table._default_manager.filter(user__in=people).delete()


def things_with(staff: Staff, permission: str, model: type[Thing]) -> models.QuerySet[Thing]:
    """The things on which the person holds the permission by a grant of their own."""
    found: models.QuerySet[Thing] = get_objects_for_user(
        staff,
        permission,
        klass=model,
        use_groups=False,
        with_superuser=False,
        accept_global_perms=False,
    )
    return found


def holders(permission: str, thing: models.Model) -> models.QuerySet[Staff]:
    """The active people who hold the permission on this thing."""
    people = get_users_with_perms(
        thing, only_with_perms_in=[permission], with_superusers=False, with_group_users=False
    )
    return cast("models.QuerySet[Staff]", people).filter(is_active=True)
