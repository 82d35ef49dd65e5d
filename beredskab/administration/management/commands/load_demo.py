from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.module_loading import import_string

from beredskab.administration import demo
from beredskab.organisation.models import Municipality
from beredskab.ui import emergency


class Command(BaseCommand):
    help = "Fill Eksempel Kommune with invented people, plans and concerns. Running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            municipality = demo.make_organisation()
        # Each part of the demo is told by the app that it belongs to; this package knows none of them.
        for part in settings.DEMO_PARTS:
            import_string(part)(municipality)
        for place in Municipality.objects.all():
            emergency.write(place)
        self.stdout.write(f"{municipality} is ready")
