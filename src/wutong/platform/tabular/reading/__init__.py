"""Reading tables from files nobody can vouch for.

`sniff` says what a file is, `csvfile` and `xlsx` give its rows as cleaned text, `reader` is the
one entrance. Workbooks are opened in a process of their own (`child`) with a memory limit.
"""
