"""The screens of every import: file, columns, check, enter, undo."""
