import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

from shop.search import index_table
from shop.search.watch import CATALOG, unwatch, watch


def create(apps, schema_editor):
    index_table.create(schema_editor)
    watch(schema_editor, CATALOG)
    dirty = apps.get_model("shop", "SearchDirty")
    for kind, name in KINDS.items():  # what is there already is indexed by the worker's first rounds, or by `index_search`
        ids = apps.get_model("shop", name).objects.values_list("pk", flat=True)
        dirty.objects.bulk_create((dirty(kind=kind, object_id=pk) for pk in ids.iterator()), batch_size=1000)


def drop(apps, schema_editor):
    unwatch(schema_editor, CATALOG)
    index_table.drop(schema_editor)


KINDS = {
    "product": "Product",
    "series": "Series",
    "character": "Character",
    "manufacturer": "Manufacturer",
    "line": "ProductLine",
    "sculptor": "Sculptor",
}


class Migration(migrations.Migration):

    dependencies = [
        ('shop', '0008_listing'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchDirty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('object_id', models.BigIntegerField()),
            ],
            options={'indexes': [models.Index(fields=['kind', 'object_id'], name='marks_of_a_thing')]},
        ),
        migrations.CreateModel(
            name='SearchTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('term', models.CharField(max_length=40, unique=True)),
                ('written', models.CharField(max_length=60)),
                ('documents', models.IntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('object_id', models.BigIntegerField(verbose_name='object')),
                ('language', models.CharField(blank=True, help_text='Empty when it is found in every language.', max_length=2, verbose_name='language')),
                ('title_de', models.CharField(max_length=200, verbose_name='title in German')),
                ('title_en', models.CharField(max_length=200, verbose_name='title in English')),
                ('address_de', models.CharField(blank=True, max_length=300, verbose_name='address in German')),
                ('address_en', models.CharField(blank=True, max_length=300, verbose_name='address in English')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'object_id', 'language'), name='a_thing_is_indexed_once_per_language')],
            },
        ),
        migrations.CreateModel(
            name='SearchMiss',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('query', models.CharField(max_length=60, verbose_name='searched for')),
                ('language', models.CharField(max_length=2, verbose_name='language')),
                ('count', models.PositiveIntegerField(default=1, verbose_name='how often')),
                ('last_on', models.DateField(db_index=True, verbose_name='last on')),
            ],
            options={
                'verbose_name': 'search without result',
                'verbose_name_plural': 'searches without result',
                'ordering': ['-count', '-last_on', 'query'],
                'constraints': [models.UniqueConstraint(fields=('query', 'language'), name='a_miss_is_counted_in_one_row')],
            },
        ),
        migrations.CreateModel(
            name='SearchSynonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(help_text='Such as a nickname: plushie, MR, fox café.', max_length=80, verbose_name='what people type')),
                ('meaning', models.CharField(help_text='The words under which the shop has it, such as: plush, Metallic Rouge.', max_length=80, verbose_name='what it means')),
            ],
            options={
                'verbose_name': 'synonym',
                'verbose_name_plural': 'synonyms',
                'ordering': ['words', 'pk'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('words'), django.db.models.functions.text.Lower('meaning'), name='a_synonym_is_kept_once')],
            },
        ),
        migrations.CreateModel(
            name='SearchGram',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gram', models.CharField(db_index=True, max_length=42)),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grams', to='shop.searchterm')),
            ],
        ),
        migrations.RunPython(create, drop),
    ]
