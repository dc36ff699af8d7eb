"""When the addresses of an old sending were let go of."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0007_wechat'),
    ]

    operations = [
        migrations.AddField(
            model_name='stream',
            name='forgotten_at',
            field=models.DateTimeField(null=True, verbose_name='addresses removed'),
        ),
    ]
