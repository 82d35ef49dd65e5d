from typing import Any

from django.core.management.base import BaseCommand

from beredskab.organisation.models import Municipality
from beredskab.ui import emergency


class Command(BaseCommand):
    help = (
        "Write what error pages show without a database: the numbers of each municipality, and a page for "
        "the proxy. Happens by itself when a contact changes; by hand after a restore."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for municipality in Municipality.objects.order_by("slug"):
            self.stdout.write(str(emergency.write(municipality)))
