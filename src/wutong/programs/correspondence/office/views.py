"""The register, a page for each letter, and the text of a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.core.people.public import search as search_people
from wutong.core.people.public import visible_people
from wutong.kernel.clock import today
from wutong.platform.access.public import can
from wutong.platform.approvals.public import is_set, obstacle_for, requests_for
from wutong.platform.audit.public import record
from wutong.platform.documents.public import WORD, grouped
from wutong.platform.files.public import open_stored
from wutong.programs.correspondence import rules
from wutong.programs.correspondence.enums import LetterState
from wutong.programs.correspondence.models import FormalLetter
from wutong.programs.correspondence.office import forms
from wutong.programs.correspondence.office.addresses import letter_url, letters_url
from wutong.programs.correspondence.office.tables import STATE_TONES, LetterFilter, LetterTable
from wutong.programs.correspondence.papers import as_pdf, as_word, file_stem, text_of
from wutong.programs.correspondence.selectors import mail_fate
from wutong.programs.correspondence.services.signing import obstacle_to
from wutong.programs.correspondence.services.writing import TEXTS, begin_letter, save_letter
from wutong.programs.correspondence.titles import positions_of
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeDetailView, OfficeEditView, OfficeFormView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.utils.functional import _StrOrPromise

    from wutong.platform.approvals.models import ApprovalRequest

TITLE = pgettext_lazy("office", "Formal letters")
FILES: dict[str, tuple[Callable[[FormalLetter], bytes], str]] = {
    "pdf": (as_pdf, "application/pdf"),
    "docx": (as_word, WORD),
}
STEPS = (
    (LetterState.DRAFT, pgettext_lazy("letter", "Write")),
    (LetterState.REVIEW, pgettext_lazy("letter", "Sign off")),
    (LetterState.APPROVED, pgettext_lazy("letter", "Number and seal")),
    (LetterState.SEALED, pgettext_lazy("letter", "Send")),
    (LetterState.SENT, pgettext_lazy("letter", "Answer")),
)


@register_list
class LetterListView(OfficeListView[FormalLetter]):
    """Every letter in sight, newest first."""

    model = FormalLetter
    list_key = "letters"
    permission = rules.VIEW
    page_title = TITLE
    template_name = "correspondence/office/letters.html"
    table_class = LetterTable
    filterset_class = LetterFilter
    default_order = ("-created_at", "-pk")
    search_placeholder = gettext_lazy("Addressee, number, occasion")
    unit = pgettext_lazy("unit", "letters")
    create_url = "new/"
    create_label = gettext_lazy("Write a letter")
    create_permission = rules.CHANGE
    export_permission = rules.EXPORT
    export_name = "formal-letters"
    export_columns = (
        "number_text", "kind", "title", "addressee", "occasion", "theme", "legal_body", "state",
        "author", "signed_off_by", "sealed_on", "sealed_by", "copies", "seal_note", "sent_on",
        "sent_by", "answered_on", "created_at",
    )  # fmt: skip

    def get_base_queryset(self) -> QuerySet[FormalLetter]:
        """With the names it shows."""
        rows = super().get_base_queryset().defer("body", "answer")
        return rows.select_related("legal_body", "author", "signed_off_by", "sealed_by")

    def search(self, rows: QuerySet[FormalLetter], text: str) -> QuerySet[FormalLetter]:
        """By addressee, number or occasion, and by the one search of people."""
        people = search_people(text, people=visible_people(self.user)).order_by()
        return rows.filter(
            Q(addressee__icontains=text) | Q(number_text__icontains=text)
            | Q(occasion__icontains=text) | Q(title__icontains=text)
            | Q(person__in=people.values("pk"))
        )  # fmt: skip

    def get_row_url(self, row: FormalLetter) -> str:
        """Its page."""
        return letter_url(row.pk)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """And the texts."""
        return super().get_context_data(may_text=can(self.user, rules.TEMPLATES), **extra)


class LetterPage(OfficeDetailView[FormalLetter]):
    """What every page about one letter shares; foreign and too sensitive ones answer 404."""

    model = FormalLetter
    permission = rules.VIEW
    breadcrumbs = ((TITLE, "/office/letters/"),)

    def get_queryset(self) -> QuerySet[FormalLetter]:
        """With what is named."""
        return (
            super()
            .get_queryset()
            .select_related(
                "legal_body", "person", "organisation", "author", "signed_off_by", "sealed_by",
                "document", "answer_file",
            )
        )  # fmt: skip

    def get_page_title(self) -> _StrOrPromise:
        """Heading and addressee."""
        return f"{self.object.title} · {self.object.addressee}"


class LetterView(LetterPage):
    """The letter, where it stands, and the one next step."""

    template_name = "correspondence/office/letter.html"

    @cached_property
    def requests(self) -> list[ApprovalRequest]:
        """Every sign-off with its history."""
        return requests_for(self.object.ref)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Steps, forms, obstacle, positions."""
        letter, user = self.object, self.user
        writes = can(user, rules.CHANGE)
        waiting = self.requests[0] if self.requests else None
        state = LetterState(letter.state)
        order = [step for step, _label in STEPS]
        at = order.index(state) if state in order else len(order)
        living = letter.person is not None and not letter.person.deceased
        draft = state == LetterState.DRAFT
        return super().get_context_data(
            tone=STATE_TONES.get(state, ""),
            steps=[
                {"label": label, "done": place < at, "current": place == at}
                for place, (_state, label) in enumerate(STEPS)
            ],
            obstacle=obstacle_to(letter) if state in order[:4] else None,
            positions=positions_of(letter.person_id or 0) if draft and living and writes else [],
            requests=self.requests,
            may_change=writes,
            may_edit=writes and draft,
            may_decide=state == LetterState.REVIEW
            and waiting is not None
            and obstacle_for(waiting, user) is None,
            may_seal=can(user, rules.SEAL),
            mail=mail_fate(letter),
            paper=text_of(letter, day=letter.sealed_on or today()),
            code=grouped(letter.document.check_code) if letter.document else "",
            hand_in_form=forms.HandInForm(fixed_chain=is_set("letter")),
            decision_form=forms.DecisionForm(),
            seal_form=forms.SealForm(),
            send_form=forms.SendForm(initial={"way": "email" if living else "post"}),
            answer_form=forms.AnswerForm(),
            **extra,
        )


class LetterFileView(LetterPage):
    """The letter as PDF or Word; every fetch is in the audit trail."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """``form`` in the address says which."""
        form = kwargs["form"]
        make, content_type = FILES[form]
        if not self.object.addressee:
            raise Http404  # erased: the paper is locked away
        record(
            actor=self.actor, verb="letter.fetched", subject=self.object.ref,
            subject_label=self.object.number_text or self.object.title, data={"form": form},
        )  # fmt: skip
        response = HttpResponse(make(self.object), content_type=content_type)
        name = f"{file_stem(self.object)}.{form}"
        disposition = content_disposition_header(as_attachment=True, filename=name)
        response.headers["Content-Disposition"] = disposition or "attachment"
        response.headers["Cache-Control"] = "private, no-store"
        return response


class AnswerFileView(LetterPage):
    """What came back, as it was handed in."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """404 without a file."""
        stored = self.object.answer_file
        if stored is None:
            raise Http404
        record(
            actor=self.actor, verb="file.fetched", subject=self.object.ref,
            subject_label=stored.name, data={"kind": stored.kind, "size": stored.size},
        )  # fmt: skip
        response = FileResponse(
            open_stored(stored), as_attachment=True, filename=stored.name,
            content_type=stored.content_type,
        )  # fmt: skip
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response


class BeginView(OfficeFormView):
    """A new letter: which, to whom; the text is filled in on the next page."""

    permission = rules.CHANGE
    page_title = gettext_lazy("Write a letter")
    breadcrumbs = ((TITLE, "/office/letters/"),)
    cancel_url = "/office/letters/"
    form_class = forms.BeginForm
    submit_label = gettext_lazy("Begin")

    def get_form_kwargs(self) -> dict[str, Any]:
        """People and organisations within sight."""
        return {"user": self.user}

    def get_initial(self) -> dict[str, Any]:
        """From a person's or an organisation's page."""
        given: dict[str, Any] = {"language": "zh-hans"}
        for name in ("person", "organisation"):
            value = self.request.GET.get(name, "")
            if value.isdecimal() and len(value) < 15:
                given[name] = int(value)
        if "person" in given:
            person = visible_people(self.user).filter(pk=given["person"]).first()
            if person is not None:
                given["language"] = person.language
                given["kind"] = "condolence" if person.deceased else "congratulation"
        kind = self.request.GET.get("kind", "")
        return {**given, **({"kind": kind} if kind else {})}

    def perform(self, form: forms.BeginForm) -> str:
        """To the draft."""
        given = form.cleaned_data
        letter = begin_letter(
            actor=self.actor, kind=given["kind"], legal_body=given["legal_body"],
            language=given["language"], whom=form.whom(), template=given["template"],
            occasion=given["occasion"], theme=given["theme"],
        )  # fmt: skip
        messages.success(self.request, _("The draft is ready. Read it, change it, hand it in."))
        return letter_url(letter.pk)


class TextView(LetterPage, OfficeEditView[FormalLetter]):
    """The words of a draft."""

    permission = rules.CHANGE
    template_name = "office/form.html"
    form_class = forms.TextForm
    success_message = gettext_lazy("The text is saved.")

    def get_queryset(self) -> QuerySet[FormalLetter]:
        """Drafts alone: what waits for sign-off is fixed."""
        return super().get_queryset().filter(state=LetterState.DRAFT)

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        return {name: getattr(self.object, name) for name in TEXTS}

    def get_breadcrumbs(self) -> Iterable[tuple[_StrOrPromise, _StrOrPromise]]:
        """The register / the letter."""
        return ((TITLE, letters_url()), (self.get_page_title(), letter_url(self.object.pk)))

    def get_cancel_url(self) -> str:
        """The letter."""
        return letter_url(self.object.pk)

    def perform(self, form: forms.TextForm) -> str:
        """Saved, unless somebody was faster."""
        given = form.cleaned_data
        save_letter(
            actor=self.actor, letter_id=self.object.pk, version=given.get("version"),
            fields={name: given[name] for name in TEXTS},
        )  # fmt: skip
        return letter_url(self.object.pk)
