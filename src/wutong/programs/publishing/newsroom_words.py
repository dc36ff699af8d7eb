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


#: The same, of screens an editor meets less often.
MORE_WORDS = (
    _('You do not have permission to publish pages at "%(page_title)s"'),
    _("The slug '%(page_slug)s' is already in use within the parent page."),
    _(
        "The slug '%(page_slug)s' is already in use within the parent page at '%(parent_url_path)s'."
    ),
    _(
        "The slug '%(page_slug)s' is already in use at the selected parent page. Make sure the slug is unique and try again."
    ),
    _("The new page will be a child of this given parent page."),
    _("Tag(s) %(value_too_long)s are over %(max_tag_length)d characters."),
    _("item"),
    _("items"),
    _("Actions (footer)"),
    _(
        "There is no site set up for this location. Pages created here will not be accessible at any URL until a site is associated with this location."
    ),
    _(
        "There is no site record for this location. Pages created here will not be accessible at any URL."
    ),
    _("Search in '<span class=\"w-title-ellipsis\">%(title)s</span>'"),
    _(
        "%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s in '<span class=\"w-title-ellipsis\">%(title)s</span>'."
    ),
    _("No results in '<span class=\"w-title-ellipsis\">%(title)s</span>'."),
    _("%(field_label)s:"),
    _("Edit account avatar"),
    _("Please type <b>%(wagtail_site_name)s</b> to confirm."),
    _("Keyboard shortcuts are currently disabled; manage your %(account_link)s to enable them."),
    _("Keyboard shortcuts are currently enabled; manage your %(account_link)s to disable them."),
    _("This data explained"),
    _("How we calculate our metrics"),
    _(
        "We extract the main content from the page preview, remove all formatting, and calculate the number of words."
    ),
    _(
        "We calculate reading time from word count, using different reading speeds for different languages."
    ),
    _(
        "We use a readability formula based on length of words and sentences. Long sentences and words result in a worse readability score."
    ),
    _("Locking: "),
    _("One or more references to this %(model_name)s prevent it from being deleted."),
    _("Status %(status)s"),
    _("Item %(index)s of %(total)s"),
    _("Disable custom ordering"),
    _("Enable custom ordering"),
    _("Checks"),
    _("at %(time)s"),
    _("Application"),
    _("Cut"),
    _("Paste"),
    _("(blank)"),
    _(
        "Focus on the drag button and press up or down arrows to move the item, then press enter to submit the change."
    ),
    _("Use meaningful text for screen reader users"),
    _("Table header text is empty"),
    _("Empty frame title found"),
    _("Use a meaningful title for screen reader users"),
    _("Input button text is empty"),
    _("%(classname)s object (%(id)s)"),
    _("Theme preferences"),
    _("%(model_name)s '%(title)s' is now unlocked."),
    _("The %(model_name)s could not be saved as it is locked"),
    _(
        "You are viewing a previous version of this %(model_name)s from <b>%(created_at)s</b> by %(user)s"
    ),
    _("%(model_name)s '%(object)s' has been replaced with version from %(timestamp)s."),
    _("Sort item order"),
    _("If you confirm deletion"),
    _("(Private %(object)s)"),
    _("Request to create %(model_name)s was blocked by hook."),
    _("Request to edit %(model_name)s was blocked by hook."),
    _("Exploring"),
    _("Placeholder title"),
    _("Page types usage"),
    _("Locked by"),
    _("Anyone"),
    _("Show disabled"),
    _("Shortcuts"),
    _("Changing the privacy for this page has been disabled."),
    _("Privacy is inherited from the ancestor page - %(ancestor_page)s"),
    _("unknown number"),
    _("Layout"),
    _(
        'Why not <a class="upload-one-now" href="#tab-upload" data-action="w-tabs#select:prevent" data-w-tabs-target="trigger" data-w-tabs-focus-param="true">upload one now</a>?'
    ),
    _(
        "Upload successful. However, your new image seems to be a duplicate of this existing image. You may delete it if it wasn't required."
    ),
    _("Oldest"),
    _("Usage count: (low to high)"),
    _("Usage count: (high to low)"),
    _("Generate URL"),
    _("The filter options you have selected are not valid."),
    _("The file could not be found. Please change the source or delete the document."),
    _("Date cannot be in the future."),
    _("No one can make changes while the %(model_name)s is locked"),
    _("<b>'{title}' was locked</b> by <b>you</b> on <b>{datetime}</b>."),
    _("<b>'{title}' is locked</b> by <b>you</b>."),
    _("<b>'{title}' was locked</b> by <b>{user}</b> on <b>{datetime}</b>."),
    _("<b>'{title}' is locked</b>."),
    _("Only you can make changes while the %(model_name)s is locked"),
    _("Only %(user)s can make changes while the %(model_name)s is locked"),
    _("Cannot overwrite a revision that is not the latest for this %(model_name)s."),
    _("Cannot overwrite a revision that was not created by the current user."),
    _("locale"),
    _("prevents deletion"),
    _("may prevent deletion"),
    _("will unset the reference"),
    _("will do nothing"),
    _("the %(model_name)s will also be deleted"),
)

#: Words that its Chinese catalogue has, and that a colleague would not say so.
BETTER_WORDS = (
    _("Promote"),
    _("The page title as you'd like it to be seen by the public"),
    _("Choose an image"),
    _("Choose another image"),
    _("Page title"),
)

#: Words that Wagtail's scripts say; `newsroom_urls` hands them out with its own.
WORDS_OF_SCRIPTS = (
    _("(%(number)s new items in this menu)"),
    _("(1 new item in this menu)"),
    _("(New)"),
    _("A network error occurred."),
    _("A server error occurred."),
    _("Autosave in progress…"),
    _("Blocks"),
    _("Changes have been autosaved."),
    _("Complex"),
    _("Error while sending preview data."),
    _("Fair"),
    _("Good"),
    _("Insert a block"),
    _("Split block"),
    _("Write something or type ‘/’ to insert a block"),
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
        ngettext(
            "Deleting this page will also delete %(descendant_count)s child page.",
            "Deleting this page will also delete %(descendant_count)s child pages.",
            number,
        ),
        ngettext(
            "Referenced %(count)s time",
            "Referenced %(count)s times",
            number,
        ),
        ngettext(
            "Include subtree (%(descendant_count)s page)",
            "Include subtree (%(descendant_count)s pages)",
            number,
        ),
    )
