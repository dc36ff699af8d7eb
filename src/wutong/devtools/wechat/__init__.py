"""The Official Account's side of WeChat on this machine.

Gives tokens, lists templates, takes notices and answers, and pushes signed and encrypted events
back as WeChat does. Nothing leaves the machine.
"""
