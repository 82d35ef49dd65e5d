from django.db import migrations

from beredskab.organisation.revisions import follow


class Migration(migrations.Migration):
    dependencies = [("plans", "0022_paper"), ("organisation", "0004_revision_of_people")]
    operations = [follow("plans_paperwords")]
