from django.db import migrations

from beredskab.organisation.revisions import follow


class Migration(migrations.Migration):
    # The front page says that a change of rules or keys waits, without a statement of its own.
    dependencies = [("administration", "0005_rules"), ("organisation", "0003_revision")]
    operations = [follow("administration_rulechange"), follow("administration_keychange")]
