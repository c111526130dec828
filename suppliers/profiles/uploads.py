"""Files on their way in: none takes more room than the largest that is welcome."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MOST_BYTES = 10 * 1024 * 1024
MOST_IN_WORDS = "10 Mo"


class CappedUpload(FileUploadHandler):
    """Stands before Django's own handlers, and hands on no more than a little over the largest size.

    What arrives cut is larger than that size, and refused for it by the field; a gigabyte fills no disk.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= MOST_BYTES else None

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        return None
