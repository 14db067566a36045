"""What reading a damaged or forged zip raises: the library has no one error for it."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib

ZIP_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    # A part that is missing, an entry without a name.
    LookupError,
    # A place before the beginning of the file, a name in no encoding, a year 0, a size below 0.
    OSError,
    ValueError,
    OverflowError,
    # An entry that claims to be encrypted.
    RuntimeError,
)
