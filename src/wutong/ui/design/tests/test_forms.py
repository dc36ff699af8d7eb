"""A form is written as ``{{ form }}`` and comes out whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template
from django.utils import translation

from wutong.ui.design.renderer import FormRenderer

if TYPE_CHECKING:
    from django.forms.renderers import BaseRenderer


class Enquiry(forms.Form):
    name = forms.CharField(label="Name?", help_text="As in the register.")
    way = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="I agree")
    note = forms.CharField(required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


def test_an_empty_form_has_labels_and_hints_tied_to_their_fields():
    html = str(Enquiry())
    assert '<label for="id_name">Name?' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert 'id="id_name_helptext"' in html
    assert "error-summary" not in html
    assert html.count("(optional)") == 1


def test_a_group_of_choices_is_a_fieldset_with_a_legend():
    html = str(Enquiry())
    assert re.search(r"<fieldset[^>]*>\s*<legend>Way</legend>", html)


def test_a_wrong_form_opens_with_a_summary_that_leads_to_each_field():
    html = str(Enquiry({}))
    summary = html[: html.index("<fieldset")]
    assert re.findall(r'<a href="#([a-z_0-9]+)">([^<]+)</a>', summary) == [
        ("id_name", "Name: This field is required."),
        ("id_way_group", "Way: This field is required."),
        ("id_agree", "I agree: This field is required."),
    ]
    assert 'aria-invalid="true"' in html


def test_what_was_typed_is_kept():
    assert 'value="王小明"' in str(Enquiry({"name": "王小明"}))


def test_a_missing_answer_is_asked_for_in_a_colleagues_words():
    with translation.override("zh-hans"):
        assert "请填写这一项。" in str(Enquiry({}))


@pytest.mark.parametrize("data", [None, {"way": "b", "several": ["1", "3"]}])
def test_a_choice_drawn_in_python_is_the_markup_of_django(data):
    class Choosing(forms.Form):
        way = forms.ChoiceField(
            choices=[("", "Any <&>"), ("Grouped \"'", [("a", "A"), ("b", "B")]), (None, "None")],
            widget=forms.Select(attrs={"data-x": '"<', "hidden": True, "inert": False}),
        )
        several = forms.TypedMultipleChoiceField(
            choices=[(1, "One"), (2, "Two"), (3, "Three")], required=False, coerce=int
        )

    def shape(renderer: BaseRenderer) -> list[str]:
        form = Choosing(data, renderer=renderer)
        return [re.sub(r"\s*\n\s*", "", str(field)) for field in form]

    assert shape(FormRenderer()) == shape(DjangoTemplates())


def test_options_of_a_choice_are_escaped_and_one_is_chosen():
    drawn = Template("{% load design %}{% options words 'b>' %}").render(
        Context({"words": ["<a>", "b>"]})
    )
    assert drawn == (
        '<option value="&lt;a&gt;">&lt;a&gt;</option><option value="b&gt;" selected>b&gt;</option>'
    )
