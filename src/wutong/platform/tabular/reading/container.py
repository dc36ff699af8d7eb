"""Zip directories read before anything is unpacked."""

import zipfile

from wutong.platform.tabular.limits import Limits
from wutong.platform.tabular.reading.problems import Problem

_ENCRYPTED_FLAG = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def check_container(archive: zipfile.ZipFile, file_size: int, limits: Limits) -> None:
    """Refuse archives that unpack to far more than they hold.

    Sizes come from the directory; a directory that lies is found while unpacking, because
    `zipfile` stops at the size it states and compares the checksum there.
    """
    infos = archive.infolist()
    if len(infos) > limits.parts:
        raise Problem("bomb", parts=len(infos))
    names = [info.filename for info in infos]
    if len(set(names)) != len(names):
        raise Problem("damaged")
    for info in infos:
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise Problem("encrypted")
        if info.compress_type not in _METHODS:
            raise Problem("damaged")
        if info.file_size > limits.unpacked_part:
            raise Problem("bomb", unpacked=info.file_size)
        if (
            info.file_size > limits.ratio_from
            and info.file_size > max(info.compress_size, 1) * limits.ratio
        ):
            raise Problem("bomb", unpacked=info.file_size)
    if sum(info.file_size for info in infos) > limits.unpacked_total:
        raise Problem("bomb", unpacked=sum(info.file_size for info in infos))
    # Members that overlap each other claim more packed bytes than the file has.
    if sum(info.compress_size for info in infos) > file_size:
        raise Problem("bomb")
