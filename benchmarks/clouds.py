"""The local simulator of the text gateways, in a process of its own, with a log that is the judge.

``python -m benchmarks.clouds --log FILE --control FILE [--port N] [--callback URL]`` prints
``PORT <n>``. The control file is JSON with fields of ``devtools.texts.behaviour.Behaviour`` and is
read again when it changes. One line for each text, written before any answer leaves:

``T <seconds> <number> <template> <our id>`` taken; ``C <seconds> <number>`` its answer was withheld,
taken or not.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import json
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import template
from wutong.devtools.texts.behaviour import Behaviour
from wutong.devtools.texts.demo import APP_ID, KEY_ID, SECRET
from wutong.devtools.texts.server import Simulator
from wutong.devtools.texts.store import TextStore
from wutong.engines.outreach.demo_wording import OUT, SIGNATURES, TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CAPACITY = 600_000
GREETINGS = {
    f"SMS_46020{number}": f"{{{{ name }}}}，{festival}安康！母校梧桐依旧，愿您和家人平安顺遂。{OUT}"
    for number, festival in enumerate(("元旦", "春节", "元宵", "端午", "中秋", "国庆", "重阳"))
}
"""Templates of the benchmark's own, by the carrier's number."""
TOKEN = "bench-callback"


class LoggedTexts(TextStore):
    """Texts are logged before they are kept."""

    def __init__(self, path: str, log: Path) -> None:
        super().__init__(path, capacity=CAPACITY)
        self._log = log.open("ab", buffering=0)

    def note(self, letter: str, lines: Sequence[str]) -> None:
        """All of them in one write."""
        head = f"{letter} {time.time():.2f} "
        self._log.write("".join(f"{head}{line}\n" for line in lines).encode())

    def add(self, texts: Sequence[tuple[str, str, str, str, str, int, str, str]]) -> int:
        self.note("T", [f"{one[1]} {one[3]} {one[-1]}" for one in texts])
        return super().add(texts)


def obey(control: Path, behaviour: Behaviour) -> None:
    """Behave as the control file says, for ever."""
    read = 0.0
    usual = dataclasses.asdict(Behaviour())
    while True:
        changed = control.stat().st_mtime if control.exists() else 0.0
        if changed != read:
            read = changed
            for name, value in (usual | json.loads(control.read_text(encoding="utf-8"))).items():
                setattr(behaviour, name, value)
        time.sleep(0.02)


@dataclass
class Account:
    """How often each number was texted (by template), whose answer was withheld, when each text was
    taken, and our id of each number's last one.
    """

    taken: Counter[tuple[str, str]] = field(default_factory=Counter)
    withheld: set[str] = field(default_factory=set)
    at: list[float] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Gateway:
    """A running simulator."""

    port: int
    log: Path
    process: subprocess.Popen[str]

    def taken(self, code: str) -> int:
        """How many texts of a template it took."""
        return self.log.read_bytes().count(f" {code} ".encode())

    def account(self, code: str = "") -> Account:
        """What the log says of one template's texts, or of all."""
        found = Account()
        for line in self.log.read_text(encoding="ascii").splitlines():
            letter, second, number, *rest = line.split(" ")
            if letter == "C":
                found.withheld.add(number)
            elif rest[0].startswith(code):
                found.taken[number, rest[0]] += 1
                found.at.append(float(second))
                found.ids[number] = rest[1]
        return found


def settings_for(port: int, **changes: str) -> dict[str, str]:
    """The environment that leads the house to the simulator, at any hour of the day."""
    address, hours = f"http://127.0.0.1:{port}", "00:00-23:59:59"
    return {
        "ALIYUN_SMS_ENDPOINT": address, "ALIYUN_SMS_KEY_ID": KEY_ID, "ALIYUN_SMS_SECRET": SECRET,
        "TENCENT_SMS_ENDPOINT": address, "TENCENT_SMS_KEY_ID": KEY_ID,
        "TENCENT_SMS_SECRET": SECRET, "TENCENT_SMS_APP_ID": APP_ID,
        "SMS_HOURS": hours, "ALIYUN_SMS_HOURS": hours, "TENCENT_SMS_HOURS": hours,
        "SMS_CALLBACK_TOKEN": TOKEN, **changes,
    }  # fmt: skip


def start(folder: Path, *, port: int = 0, callback: str = "") -> Gateway:
    """The simulator as a process; the log is added to."""
    log = folder / "texts.log"
    log.touch()
    process = subprocess.Popen(
        [
            sys.executable, "-m", "benchmarks.clouds", "--log", str(log), "--control",
            str(folder / "control.json"), "--port", str(port), "--callback", callback,
        ],
        stdout=subprocess.PIPE,
        cwd=template.ROOT,
        text=True,
    )  # fmt: skip
    assert process.stdout is not None
    return Gateway(int(process.stdout.readline().split()[1]), log, process)


@contextlib.contextmanager
def running(folder: Path, *, port: int = 0, callback: str = "") -> Iterator[Gateway]:
    """The simulator while it is needed."""
    gateway = start(folder, port=port, callback=callback)
    try:
        yield gateway
    finally:
        gateway.process.terminate()
        gateway.process.wait(20)


def main() -> None:
    """Run until SIGTERM."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--control", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--callback", default="")
    options: Any = parser.parse_args()
    behaviour = Behaviour()
    store = LoggedTexts(":memory:", options.log)
    for one in TEMPLATES:
        store.keep_template(one.gateway, one.code, one.body)
    for code, body in GREETINGS.items():
        store.keep_template("aliyun", code, body)
    simulator = Simulator(
        store=store,
        behaviour=behaviour,
        keys={KEY_ID: SECRET},
        signatures=frozenset(text for _gateway, text, _body in SIGNATURES),
        callback=options.callback,
        port=options.port,
    )
    simulator.clouds.on_loss = lambda numbers: store.note("C", numbers)
    threading.Thread(target=obey, args=(options.control, behaviour), daemon=True).start()
    sys.stdout.write(f"PORT {simulator.port}\n")
    sys.stdout.flush()
    signal.pause()


if __name__ == "__main__":
    main()
