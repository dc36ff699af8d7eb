"""Words of Wagtail's daily screens that its own Chinese catalogue lacks.

They are named here so that our catalogue collects them; Django then finds ours. Nothing calls this.
Screens that writers rarely see (workflow letters, API tokens) stay as Wagtail has them.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext

WORDS = (
    _("Search all pages…"),
    _(
        "Pages created here will not be accessible at any URL. To add pages to an existing site, create them as children of the homepage."
    ),
    _(
        "If you just want to add pages to an existing site, create them as children of the homepage instead."
    ),
    _("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s"),
    _("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s across entire site."),
    _("No results across entire site."),
    _("No %(model_name)s match your query."),
    _('There are no %(model_name)s to display. Why not <a href="%(add_url)s">add one</a>?'),
    _("Go to the first error"),
    _("Privacy and access"),
    _(
        "Preview cannot display due to validation errors. <br /> Click save to highlight the relevant fields."
    ),
    _("Scheduling…"),
    _("Schedule to publish"),
    _("Choose when this %(model_name)s should go live and/or expire"),
    _("Choose when this page should go live and/or expire"),
    _(
        'This publishing schedule will only take effect after you select the "Schedule to publish" option'
    ),
    _("Anyone with editing permissions can create schedules"),
    _("But only those with publishing permissions can make them effective."),
    _("Invalid schedule"),
    _("Go-live:"),
    _("Once scheduled:"),
    _("Autosave is paused"),
    _("Autosave is <span>paused</span>"),
    _("Save your changes before leaving"),
    _("You saved a new version in another window"),
    _("%(user_name)s saved a new version"),
    _("View latest version"),
    _("You have unsaved changes in another window"),
    _("%(user_name)s has unsaved changes"),
    _("Currently idle"),
    _("Currently viewing"),
    _("Proceeding will overwrite the changes you made in that window."),
    _("Proceeding will overwrite the changes made by %(user_name)s."),
    _("Alternatively, you can view the latest version in a new tab."),
    _("A network error occurred"),
    _(
        "Troubleshoot your connection to the site before proceeding. Open the editor in a separate tab to view the last saved version."
    ),
    _("Saving will overwrite a newer version."),
    _("This page is locked, by you, to further editing"),
    _("Anyone can edit this %(model_name)s – lock it to prevent others from editing"),
    _("Anyone can edit this %(model_name)s"),
    _("Choose who can view the live version of this page"),
    _("Locked by <b>you</b> at <b>%(locking_date)s</b>"),
    _("Locked by <b>%(locked_by)s</b> at <b>%(locking_date)s</b>"),
    _("Locked by you"),
    _("Locked by another user"),
    _("The page could not be saved as it is locked."),
    _("The page could not be saved due to validation errors."),
    _("The page could not be created due to validation errors."),
    _("There are validation errors, click save to highlight them."),
    _("To be created by %(user)s"),
    _("Refreshing…"),
    _("Correct the validation errors to resume preview (saving will highlight errors)"),
    _("Show issue"),
    _("Content metrics"),
    _("Reading time"),
    _("Readability"),
    _("Toggle checks"),
    _("Toggle minimap"),
    _("More bulk actions"),
    _("Show keyboard shortcuts"),
    _("Close modal dialogs (like this one)"),
    _("Save changes"),
    _("Add or show comments"),
    _("Text editing"),
    _("Text formatting"),
    _("Paste and match style"),
    _("Paste without formatting"),
    _("Insert or edit a link"),
    _("Strike-through"),
    _("Monospace (code)"),
    _("Sort by '%(label)s' in ascending order."),
    _("Sort by '%(label)s' in descending order."),
    _("Use server language: %(language_name)s"),
    _("Image focal point"),
    _("Grid layout"),
    _("List layout"),
    _("You haven't uploaded any images."),
    _("Please provide an image description to comply with best practices for accessibility."),
    _("Maximum filesize: %(max_upload_size)s."),
    _("The document could not be created due to errors."),
    _("- Select an option -"),
    _("Date updated"),
    _("Edited by"),
    _("Has child pages"),
    _("Page type"),
    _("Choose parent"),
    _("Create a new %(model_name)s"),
    _("New: %(model_name)s"),
    _("%(model_name)s '%(object)s' updated and published."),
    _("%(model_name)s '%(object)s' created and published."),
    _("%(model_name)s '%(object)s' has been scheduled for publishing."),
    _("'%(page_title)s' has been moved successfully."),
    _("%(time)s by %(user_display_name)s"),
    _("at %(time)s by %(user_display_name)s"),
    _("%(time_period)s ago by %(user_display_name)s"),
    _("Available in %(translations_total)s locales"),
    _("Empty heading found"),
    _("Link text is empty"),
    _("Button text is empty"),
    _("Incorrect heading hierarchy"),
    _("Avoid skipping levels"),
    _("Use meaningful text"),
    _("Meta description is empty"),
    _("Add a concise description for search engines"),
    _("Use proper heading tags"),
    _("Misusing paragraphs as headings"),
    _("Image alt text has inappropriate pattern"),
)


def plurals(number: int) -> tuple[str, ...]:
    """The same for words that count."""
    return (
        ngettext(
            '%(total)s Page <span class="w-sr-only">created in %(site_name)s</span>',
            '%(total)s Pages <span class="w-sr-only">created in %(site_name)s</span>',
            number,
        ),
        ngettext(
            '%(total)s Image <span class="w-sr-only">created in %(site_name)s</span>',
            '%(total)s Images <span class="w-sr-only">created in %(site_name)s</span>',
            number,
        ),
        ngettext(
            '%(total)s Document <span class="w-sr-only">created in %(site_name)s</span>',
            '%(total)s Documents <span class="w-sr-only">created in %(site_name)s</span>',
            number,
        ),
        ngettext("There is one matching page", "There are %(counter)s matching pages", number),
        ngettext(
            "One other user is currently viewing",
            "%(num_user)s other users are currently viewing",
            number,
        ),
        ngettext(
            "This %(model_name)s is referenced %(usage_count)s time.",
            "This %(model_name)s is referenced %(usage_count)s times.",
            number,
        ),
        ngettext("Moved down 1 place.", "Moved down %(counter)s places.", number),
        ngettext("Moved up 1 place.", "Moved up %(counter)s places.", number),
    )
