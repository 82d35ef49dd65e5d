from django.db import migrations

from beredskab.organisation.revisions import follow


class Migration(migrations.Migration):
    # The front page says that a routing table waits for a second person, without a statement of its own.
    dependencies = [("notifications", "0048_drills_revise")]
    operations = [follow("notifications_routeproposal")]
