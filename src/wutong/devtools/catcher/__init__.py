"""A local mail catcher: takes every mail over SMTP, sends none on, shows them on a web page.

``python -m wutong.devtools.catcher --smtp-port 8025 --web-port 8026 --data .data/catcher``.
It needs no database and none of the house's settings.
"""
