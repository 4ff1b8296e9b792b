from datetime import timedelta

import django.utils.timezone
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import migrations, models


def carry_over(apps, schema_editor):
    """Until now an upload was kept as WebP in three widths alone: the widest becomes the original of what the worker makes anew."""
    Picture, Job = (apps.get_model("shop", name) for name in ("Picture", "Job"))
    now = django.utils.timezone.now()
    for picture in Picture.objects.order_by("pk").iterator():
        widest = max([width for width in (240, 480, 960) if width <= picture.width], default=picture.width)
        old = f"pictures/{picture.digest}-{widest}.webp"
        if not default_storage.exists(old):
            continue  # the job says so to staff, who upload it again
        with default_storage.open(old) as file:
            storages["originals"].save(f"{picture.digest[:2]}/{picture.digest}", ContentFile(file.read()))
        picture.height = max(1, picture.height * widest // picture.width)
        picture.width = widest
        picture.save(update_fields=["width", "height"])
    digests = Picture.objects.order_by("pk").values_list("digest", flat=True)
    Job.objects.bulk_create(
        Job(kind="render_picture", reference=digest, run_at=now + timedelta(seconds=1), asked=1) for digest in digests
    )


class Migration(migrations.Migration):
    dependencies = [("shop", "0010_popular_goods")]

    operations = [
        migrations.AddField("picture", "renditions", models.JSONField(default=dict, editable=False)),
        migrations.AddField(
            "picture",
            "stored_at",
            models.DateTimeField(default=django.utils.timezone.now, editable=False),
            preserve_default=False,
        ),
        migrations.AlterField(
            "picture",
            "color",
            models.CharField(
                editable=False, help_text="The color that most of it has, shown while the picture loads.", max_length=7
            ),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]
