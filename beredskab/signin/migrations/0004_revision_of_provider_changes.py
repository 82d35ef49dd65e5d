from django.db import migrations

from beredskab.organisation.revisions import follow


class Migration(migrations.Migration):
    # The front page says that a change of the login waits, without a statement of its own.
    dependencies = [("signin", "0003_posted_answers"), ("organisation", "0003_revision")]
    operations = [follow("signin_providerchange")]
