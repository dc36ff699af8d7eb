"""How large a file may be before it is refused.

The figures leave room for a register of a whole university (300,000 rows of 40 columns) and stop
what only an attack or a broken programme writes. No Django here: the reading child imports it.
"""

from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes unless the name says otherwise."""

    file_size: int = 200 * MB
    unpacked_total: int = 2048 * MB
    unpacked_part: int = 1536 * MB
    small_part: int = 16 * MB  # workbook.xml, relations, styles: always small in honest files
    shared_strings: int = 256 * MB
    ratio_from: int = 32 * MB  # parts smaller than this may compress as well as they like
    ratio: int = 120  # deflate reaches 1,030 on nothing but zeros; registers reach 10 to 40
    parts: int = 5_000
    rows: int = 1_048_576
    columns: int = 300
    cell_chars: int = 32_767  # what Excel itself allows in a cell
    piece: int = 16 * MB  # sheet XML handed to the parser at one time: bounds the memory
    shared_piece: int = 48 * MB  # the same where every piece repeats many shared strings
    many_strings: int = 4 * MB
    row_gap: int = 2_000  # blank rows between two rows of one piece
    child_memory: int = 900 * MB  # address space of the reading process, the last resort


LIMITS = Limits()
