"""What every page of a member starts from: the signed-in account and the one person behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.views.generic import View

from wutong.kernel.actors import Actor
from wutong.platform.access.public import can
from wutong.programs.members.selectors import record as selectors

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.core.people.models import Person
    from wutong.platform.accounts.models import User


class MemberView(LoginRequiredMixin, View):
    """For whoever is signed in and is a person on record; others are told what to do."""

    @property
    def member(self) -> User:
        """The signed-in account."""
        return self.request.user  # type: ignore[return-value]

    @cached_property
    def record(self) -> Person | None:
        """The person behind the account; None for an account of the office alone."""
        return selectors.own_person(self.member)

    @property
    def person(self) -> Person:
        """The person, where a page is shown at all."""
        assert self.record is not None
        return self.record

    @property
    def actor(self) -> Actor:
        """The member as the author of a change."""
        return Actor.of(self.member)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Nobody's record stays in a cache; who is nobody's record gets the page for that."""
        if request.user.is_authenticated and self.record is None:
            response: HttpResponseBase = render(
                request,
                "members/no_record.html",
                {"enters_office": can(request.user, "office.enter")},
            )
        else:
            response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response
