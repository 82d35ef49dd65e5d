from django.db import migrations

from beredskab.organisation.revisions import follow


class Migration(migrations.Migration):
    """Who takes part in a running drill is kept while none begins or ends (`drills.access.asked_now`)."""

    dependencies = [("notifications", "0047_drills")]
    operations = [follow("notifications_drill")]
