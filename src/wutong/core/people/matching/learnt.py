"""What an office with too few records to learn from starts with: learnt from the 300,000 records
of the demo university (see docs/adr/0008-duplicates-with-splink.md).
"""

from __future__ import annotations

ENOUGH_TO_LEARN = 20_000
"""Records from which the likenesses teach more than these figures do."""

LEARNT: dict[str, dict[str, list[float]]] = {
    "name": {
        "same name": [0.8703, 3.189e-05],
        "same pinyin": [0.1243, 1.635e-05],
        "a former or foreign name": [0.00434, 1.84e-06],
        "one character differs": [0.0009086, 9.71e-06],
        "different": [0.0001254, 0.9999],
    },
    "birth": {
        "same day": [0.5878, 7.244e-05],
        "day and month swapped": [0.04341, 2.622e-05],
        "nearly": [0.3677, 0.003534],
        "about the same year": [0.001075, 0.0713],
        "different": [0.0001, 0.9251],
    },
    "study": {
        "same class": [0.5639, 0.000137],
        "same college and year": [0.3792, 0.00107],
        "one study follows the other at the same college": [0.03913, 0.01551],
        "one study may follow the other": [0.01765, 0.4929],
        "different": [0.0001262, 0.4904],
    },
    "number": {
        "same student number": [0.6972, 6.452e-05],
        "number mistyped": [0.3015, 0.001342],
        "different": [0.002572, 0.9986],
    },
    "reach": {"same phone or e-mail": [0.327, 1e-06], "different": [0.673, 1.0]},
    "sex": {"same sex": [0.995, 0.5802], "different": [0.005, 0.4198]},
    "work": {"same employer": [0.3, 0.001351], "different": [0.7, 0.9986]},
    "place": {"same place": [0.7, 0.03006], "different": [0.3, 0.9699]},
}
