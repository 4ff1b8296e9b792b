from django.db import migrations

from blog.articles.search import WATCHED
from shop.search.watch import unwatch, watch


def create(apps, schema_editor):
    watch(schema_editor, WATCHED)
    dirty, post = apps.get_model("shop", "SearchDirty"), apps.get_model("blog", "Post")
    dirty.objects.bulk_create(dirty(kind="article", object_id=pk) for pk in post.objects.values_list("pk", flat=True))


def drop(apps, schema_editor):
    unwatch(schema_editor, WATCHED)


class Migration(migrations.Migration):
    dependencies = [("blog", "0001_initial"), ("shop", "0009_search")]
    operations = [migrations.RunPython(create, drop)]
