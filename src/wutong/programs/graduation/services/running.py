"""The run: the file is entered, then cards, liaisons and the letter, each in a transaction of its
own. Killed anywhere, it goes on where it stood.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils.translation import gettext as _

from wutong.core.people.models import Degree, Person
from wutong.core.people.public import people_of_import
from wutong.engines.audiences.public import Condition, Group, save_segment
from wutong.engines.outreach.public import hand_in, save_campaign
from wutong.kernel.clock import now
from wutong.kernel.errors import WutongError
from wutong.platform.audit.public import record
from wutong.platform.jobs.public import advance, fail, finish
from wutong.platform.tabular.models import BatchState, ImportBatch
from wutong.platform.tabular.services import batches, runs
from wutong.programs.graduation.criterion import KEY as CRITERION
from wutong.programs.graduation.enums import IntakeState
from wutong.programs.graduation.errors import IntakeError
from wutong.programs.graduation.models import Intake, IntakeMember
from wutong.programs.members.public import issue_cards
from wutong.programs.rosters.models import RosterKeeper
from wutong.programs.rosters.public import count_classes, invite_keeper

if TYPE_CHECKING:
    from collections.abc import Callable

    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User

log = structlog.get_logger(__name__)
STEPS = 5
# Whoever of the file is an alumnus now, with the class of the latest study; students who stay are
# on record, but not taken in.
_MEMBERS = """
INSERT INTO graduation_intakemember (intake_id, person_id, class_group_id)
SELECT DISTINCT ON (p.id) %(intake)s, p.id, d.class_group_id
FROM people_person p
LEFT JOIN people_degree d ON d.person_id = p.id
WHERE p.id = ANY(%(people)s) AND NOT p.deceased AND p.merged_into_id IS NULL
  AND EXISTS (SELECT 1 FROM people_personstate s WHERE s.person_id = p.id
              AND s.kind = 'membership' AND s.value <> 'student' AND s.valid_to IS NULL)
ORDER BY p.id, d.leave_year DESC NULLS LAST, d.entry_year DESC NULLS LAST, d.id DESC
ON CONFLICT (intake_id, person_id) DO NOTHING
"""
_CARDS = """
UPDATE graduation_intakemember m SET card_id = c.id
FROM members_card c
WHERE m.intake_id = %(intake)s AND c.person_id = m.person_id AND c.id = ANY(%(cards)s)
"""


def run_intake(*, actor: Actor, user: User, intake_id: int) -> None:
    """Everything in order; what went wrong is said on the page and can be begun again."""
    intake = Intake.objects.select_related("batch", "legal_body").get(pk=intake_id)
    if intake.state != IntakeState.RUNNING or intake.progress_id is None:
        return
    steps: list[tuple[str, Callable[[], None]]] = [
        (_("Entering the file"), lambda: _enter(actor, intake)),
        (_("Finding the graduates"), lambda: _take_in(intake)),
        (_("Issuing cards"), lambda: _issue(actor, intake)),
        (_("Inviting liaisons"), lambda: _invite(actor, intake)),
        (_("Writing the letter"), lambda: _write(actor, user, intake)),
    ]
    try:
        for number, (message, step) in enumerate(steps):
            advance(intake.progress_id, done=number, total=STEPS, message=message)
            step()
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        text = str(error) if isinstance(error, WutongError) else _("An error stopped the work. Try again: it goes on where it stood.")  # fmt: skip
        log.exception("graduation_stopped", intake=intake_id)
        Intake.objects.filter(pk=intake_id).update(state=IntakeState.PREPARING, problem=text[:400])
        fail(intake.progress_id, text)
        return
    with transaction.atomic():
        intake.state, intake.finished_at = IntakeState.DONE, now()
        intake.save()
        record(
            actor=actor,
            verb="graduation.done",
            subject=intake.ref,
            subject_label=intake.title,
            data=intake.counts,
            body=intake.legal_body_id,
        )
    finish(intake.progress_id, message=_("Done."), counts=intake.counts)


def _batch(intake: Intake) -> ImportBatch:
    if intake.batch_id is None:
        raise IntakeError(_("The file is not there any more."))
    return ImportBatch.objects.get(pk=intake.batch_id)


def _enter(actor: Actor, intake: Intake) -> None:
    batch = _batch(intake)
    if batch.state == BatchState.CHECKED and batch.enters:
        batches.start_publish(actor=actor, batch_id=batch.pk)
    if _batch(intake).state == BatchState.PUBLISHING:
        runs.run_publish(batch.pk, actor)
    batch = _batch(intake)
    if batch.state not in {BatchState.PUBLISHED, BatchState.CHECKED}:
        raise IntakeError(_("The file could not be entered; its own page says why."))


@transaction.atomic
def _take_in(intake: Intake) -> None:
    people = people_of_import(_batch(intake))
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERS, {"intake": intake.pk, "people": people})
        cursor.execute("ANALYZE graduation_intakemember")
    classes = intake.members.filter(class_group__isnull=False)
    _count(
        intake,
        graduates=intake.members.count(),
        classes=classes.values("class_group").distinct().count(),
    )
    count_classes(list(classes.values_list("class_group", flat=True).distinct()))


@transaction.atomic
def _issue(actor: Actor, intake: Intake) -> None:
    if not intake.with_cards:
        return
    waiting = intake.members.filter(card__isnull=True).values_list("person", flat=True)
    cards = issue_cards(actor=actor, person_ids=waiting)
    with connection.cursor() as cursor:
        cursor.execute(_CARDS, {"intake": intake.pk, "cards": cards})
    _count(intake, cards=intake.members.filter(card__isnull=False).count())


def _invite(actor: Actor, intake: Intake) -> None:
    """The graduates whose numbers were given, each for the class they studied in."""
    numbers = [str(number) for number in intake.liaisons]
    degrees = Degree.objects.filter(student_no__in=numbers, class_group__isnull=False)
    chosen = degrees.filter(person__in=intake.members.values("person"))
    found = set[str]()
    for degree in chosen.select_related("person", "class_group").order_by("pk"):
        found.add(degree.student_no)
        choose_liaison(actor=actor, intake=intake, degree=degree)
    _count(
        intake,
        liaisons=intake.members.filter(keeper__isnull=False).count(),
        unknown_liaisons=len(set(numbers) - found),
    )


@transaction.atomic
def choose_liaison(*, actor: Actor, intake: Intake, degree: Degree) -> bool:
    """Let a graduate look after their class, with a link that is sent later or copied; False where
    they already do. Raises `NotAKeeperError`.
    """
    assert degree.class_group is not None
    member = IntakeMember.objects.get(intake=intake, person=degree.person_id)
    person = Person.objects.get(pk=degree.person_id)
    made = not RosterKeeper.objects.filter(
        class_group=degree.class_group, person=person, ended_at__isnull=True
    ).exists()
    keeper = invite_keeper(
        actor=actor, class_group=degree.class_group, person=person, by_mail=False
    )
    if made:
        member.keeper = keeper
        member.save(update_fields=["keeper"])
    return made


def _write(actor: Actor, user: User, intake: Intake) -> None:
    """A segment, a sending, and the request to approve it; if nobody can be reached the draft
    stays for whoever looks into it.
    """
    if not intake.with_letter or intake.campaign_id is not None:
        return
    with transaction.atomic():
        condition = Condition(CRITERION, {"intake": intake.pk})
        segment = save_segment(
            actor=actor, owner=user, name=intake.title, root=Group("all", [condition])
        )
        campaign = save_campaign(
            actor=actor,
            author=user,
            values={
                "title": intake.title,
                "legal_body": intake.legal_body,
                "segment": segment,
                "subject_zh": intake.subject_zh,
                "subject_en": intake.subject_en,
                "body_zh": intake.body_zh,
                "body_en": intake.body_en,
            },
        )
        intake.campaign = campaign
        intake.save(update_fields=["campaign"])
    try:
        hand_in(actor=actor, user=user, campaign=campaign, note=intake.title)
    except WutongError as error:
        intake.problem = str(error)[:400]
        intake.save(update_fields=["problem"])
    campaign.refresh_from_db()
    _count(intake, letters=int((campaign.counts or {}).get("", 0)))


def _count(intake: Intake, **numbers: int) -> None:
    intake.counts = {**intake.counts, **numbers}
    intake.save(update_fields=["counts"])
