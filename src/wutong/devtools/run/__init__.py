"""``python -m wutong.devtools.run``: the whole demo in one terminal."""
