"""How the simulated clouds behave, in general and to certain numbers."""

from __future__ import annotations

from dataclasses import dataclass

# What numbers with these endings do, so that a demonstration can show each case.
INVALID, GONE, LEAVES, THANKS, LOST, BUSY = "0001", "0002", "0003", "0004", "0005", "0006"
OPT_OUT, WORDS = "退订", "谢谢老师,收到了。祝母校越来越好!"


@dataclass
class Behaviour:
    """Seconds and shares; ``rate`` is requests a second before the cloud says no, 0 for any.

    ``cut_share`` of the requests are read and thrown away without an answer; of ``lost_share`` the
    texts are taken and the answer is withheld. ``endings``: numbers that end as above do as above.
    """

    delay: float = 0.0
    rate: int = 0
    busy_share: float = 0.0
    lost_share: float = 0.0
    cut_share: float = 0.0
    endings: bool = True
    failed_share: float = 0.0
    receipt_delay: float = 1.0
    reply_delay: float = 3.0
