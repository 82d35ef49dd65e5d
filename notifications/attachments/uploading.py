"""Files of a notification never touch a disk: they are read into memory, up to the limit, and no further.

Django would put what is larger than 2.5 MB into a file under /tmp, as it came. Here a file that is too large
is thrown away while it arrives, and the request remembers it.
"""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopFutureHandlers

from notifications.attachments import limits

#: Only here; other pages that take files have limits of their own.
WHERE = "/bekymring/"


class InMemory(FileUploadHandler):
    """First in FILE_UPLOAD_HANDLERS; leaves every other address to those that follow."""

    chunk_size = 64 * 1024

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins. The ones behind us are not asked for files of a notification."""
        super().new_file(*args, **kwargs)
        self.content = io.BytesIO()
        self.is_ours = bool(self.request and self.request.path.startswith(WHERE))
        if not self.is_ours:
            return
        self.count = getattr(self, "count", 0) + 1
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Keep it while there is room."""
        if not self.is_ours:
            return raw_data
        if self.count > limits.MOST_FILES or self.content.tell() + len(raw_data) > limits.LARGEST:
            self.content = io.BytesIO()
            self.request.has_too_large_file = True  # type: ignore[union-attr]  # ours has a request
            raise SkipFile
        self.content.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """The whole file, in memory."""
        if not self.is_ours:
            return None
        self.content.seek(0)
        return InMemoryUploadedFile(
            file=self.content,
            field_name=self.field_name,
            name=self.file_name or "",
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
