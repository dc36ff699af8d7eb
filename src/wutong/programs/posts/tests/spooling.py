"""A process that notes reads until it is killed: run by a test, without Django."""

from __future__ import annotations

import sys
from pathlib import Path

from wutong.programs.posts.spool import SpoolWriter


def main() -> None:
    """Folder, the line, how many; says each number once its line is written."""
    writer = SpoolWriter(Path(sys.argv[1]))
    for number in range(int(sys.argv[3])):
        writer.write(sys.argv[2])
        sys.stdout.write(f"{number + 1}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
