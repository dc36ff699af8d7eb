"""One more way in which a wish reaches us: a complaint to the mail provider."""

from django.db import migrations, models

METHODS = [
    ('one_click', 'unsubscribe button of the mail program'), ('link', 'link in a message'),
    ('staff', 'told to the office'), ('member', 'signed in'), ('reply', 'reply to a message'),
    ('complaint', 'complaint to the mail provider'), ('import', 'import'),
    ('demo', 'demonstration data'),
]


class Migration(migrations.Migration):

    dependencies = [
        ('consent', '0003_listed_by_name'),
    ]

    operations = [
        migrations.AlterField('consentrecord', 'method', models.CharField(choices=METHODS, max_length=12)),
        migrations.AlterField('consentrecord', 'withdrawn_method', models.CharField(blank=True, choices=METHODS, max_length=12)),
        migrations.AlterField('preferencechange', 'method', models.CharField(choices=METHODS, max_length=12)),
    ]
