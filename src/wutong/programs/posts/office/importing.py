"""Past posts brought in: what is no table becomes one, then every import's way."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.platform.access.public import can
from wutong.platform.tabular.public import receive_file
from wutong.programs.posts import rules
from wutong.programs.posts.converting import MOST_BYTES, as_csv
from wutong.programs.posts.errors import PostError
from wutong.programs.posts.importers import KEY
from wutong.programs.posts.models import Account
from wutong.programs.posts.office import forms
from wutong.programs.posts.office.views import POSTS
from wutong.ui.office.views import OfficeFormView

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class PostsImportView(OfficeFormView):
    """The first step: a file of any of the kinds consoles give."""

    permission = rules.IMPORT
    page_title = gettext_lazy("Bring in past posts")
    breadcrumbs = (POSTS,)
    template_name = "posts/office/import.html"
    form_class = forms.FileForm
    submit_label = gettext_lazy("Read the file")
    cancel_url = "/office/posts/"
    intro = gettext_lazy(
        "Nothing is entered before you have seen what each row comes to, and everything can be"
        " undone."
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The pages of imports come next: they need their own right."""
        if request.user.is_authenticated and not can(request.user, "imports.view"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Which channels files may name."""
        return super().get_context_data(
            channels=list(Account.objects.order_by("platform", "name_zh")),
            sample=reverse("office:imports-sample", args=[KEY, "xlsx"]),
            **extra,
        )

    def perform(self, form: forms.FileForm) -> str:
        """To the columns of the import."""
        file = form.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise PostError(_("This file is too large. Split it by year."))
        table = as_csv(file.read())
        file.seek(0)
        name = Path(file.name).name
        batch = receive_file(
            actor=self.actor,
            importer=KEY,
            content=file if table is None else BytesIO(table),
            name=name if table is None else f"{Path(name).stem}.csv",
            source_label=form.cleaned_data["source_label"],
        )
        return reverse("office:imports-columns", args=[batch.pk])
