from django.db import models


class MappingMemory(models.Model):
    """What a heading row of this wording was mapped to last time, per importer.

    `columns` maps field to folded heading, `values` what words of the file meant. The row with an
    empty signature holds the words learnt from every file.
    """

    importer = models.CharField(max_length=60)
    signature = models.CharField(max_length=64, blank=True)
    columns = models.JSONField(default=dict)
    values = models.JSONField(default=dict)
    used_at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "remembered mapping"
        verbose_name_plural = "remembered mappings"
        constraints = (
            models.UniqueConstraint(fields=("importer", "signature"), name="tabular_memory_once"),
        )

    def __str__(self) -> str:
        return f"{self.importer} {self.signature[:8]}"
