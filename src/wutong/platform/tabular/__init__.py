"""Tables that come in and go out: reading, mapping, dry run, publishing, undo, exports."""
