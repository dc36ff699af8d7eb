"""Every table as it is, to be compared with what it was."""

from __future__ import annotations

from django.db import connection

# Audit, history, jobs, batches and the tally that tells caches to look again say what happened;
# so does the merge itself.
TELLS = (
    "audit_", "pghistory_", "jobs_", "procrastinate_", "tabular_", "django_", "people_merge",
    "people_match", "figures_sourcechange",
)  # fmt: skip


def every_table() -> dict[str, list[str]]:
    """The rows of every table that is not a record of what happened."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.oid::regclass::text FROM pg_class c "
            "WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition "
            "AND c.relnamespace = 'public'::regnamespace ORDER BY 1"
        )
        names = [
            name
            for (name,) in cursor.fetchall()
            if not name.startswith(TELLS) and not name.endswith("event")
        ]
        found = {}
        for name in names:
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {name} t ORDER BY 1")
            found[name] = [row for (row,) in cursor.fetchall()]
    return found


def differing(before: dict[str, list[str]], after: dict[str, list[str]]) -> dict[str, object]:
    """What differs, for a failing test to show."""
    return {
        name: (
            sorted(set(before.get(name, [])) - set(after.get(name, []))),
            sorted(set(after.get(name, [])) - set(before.get(name, []))),
        )
        for name in before.keys() | after.keys()
        if before.get(name) != after.get(name)
    }
