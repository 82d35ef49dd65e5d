from django.db import migrations

# The words of a letter are never changed afterwards: what was sent can be read again. A change is a new row.
FORWARD = "REVOKE UPDATE, DELETE, TRUNCATE ON notifications_lettertext FROM app"
BACKWARD = "GRANT UPDATE, DELETE ON notifications_lettertext TO app"


class Migration(migrations.Migration):
    dependencies = [("notifications", "0012_letters")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
