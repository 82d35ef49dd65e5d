from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0023_revision_of_paper")]
    operations = [
        migrations.AddField(
            "poster",
            "words_key",
            models.CharField(
                blank=True, default="", help_text="digest of what it says, without logo and colour", max_length=64
            ),
            preserve_default=False,
        ),
    ]
