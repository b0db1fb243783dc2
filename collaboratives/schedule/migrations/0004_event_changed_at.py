import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("schedule", "0003_series_change")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="changed_at",
            field=models.DateTimeField(auto_now=True, default=django.utils.timezone.now),
            preserve_default=False,
        ),
    ]
