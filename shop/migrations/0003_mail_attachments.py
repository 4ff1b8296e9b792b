"""Attachments become rows that hold bytes; those of mails that wait are taken along."""

import django.db.models.deletion
from django.db import migrations, models

import shop.legal.iban


def to_rows(apps, schema_editor):
    rows = apps.get_model("shop", "MailAttachment").objects
    for mail in apps.get_model("shop", "OutgoingMail").objects.exclude(papers=[]).order_by("pk").iterator():
        for paper in mail.papers:
            rows.create(mail=mail, name=paper["name"], content_type="text/html", content=paper["html"].encode())


def to_json(apps, schema_editor):
    """Back again; what is no HTML had no place there and is left out."""
    mails = apps.get_model("shop", "OutgoingMail").objects
    for row in apps.get_model("shop", "MailAttachment").objects.filter(content_type="text/html").order_by("pk").iterator():
        mail = mails.get(pk=row.mail_id)
        mails.filter(pk=mail.pk).update(papers=[*mail.papers, {"name": row.name, "html": bytes(row.content).decode()}])


class Migration(migrations.Migration):

    dependencies = [
        ('shop', '0002_hold_until'),
    ]

    operations = [
        # Out of the way: the reverse side of the new foreign key takes the name.
        migrations.RenameField(model_name='outgoingmail', old_name='attachments', new_name='papers'),
        migrations.CreateModel(
            name='MailAttachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='file name')),
                ('content_type', models.CharField(max_length=100, verbose_name='kind of file')),
                ('content', models.BinaryField(verbose_name='content')),
                ('cid', models.CharField(blank=True, max_length=120)),
                ('mail', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='shop.outgoingmail', verbose_name='mail')),
            ],
            options={
                'verbose_name': 'attachment',
                'verbose_name_plural': 'attachments',
                'ordering': ['mail', 'pk'],
            },
        ),
        migrations.RunPython(to_rows, to_json),
        migrations.RemoveField(model_name='outgoingmail', name='papers'),
        migrations.AlterField(
            model_name='sellerprofile',
            name='iban',
            field=models.CharField(max_length=34, validators=[shop.legal.iban.valid_iban], verbose_name='IBAN'),
        ),
    ]
