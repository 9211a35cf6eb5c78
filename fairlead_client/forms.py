"""Forms with a file, as browsers send them."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """Fields and one file."""

    fields: Mapping[str, str]
    file: bytes

    def encoded(self) -> tuple[str, bytes]:
        """Its media type and its bytes (RFC 7578)."""
        line = uuid.uuid4().hex
        parts = [
            (f'Content-Disposition: form-data; name="{name}"', text.encode())
            for name, text in self.fields.items()
        ]
        head = 'Content-Disposition: form-data; name="file"; filename="file"'
        parts.append((f"{head}\r\nContent-Type: application/octet-stream", self.file))
        body = b"".join(
            f"--{line}\r\n{head}\r\n\r\n".encode() + data + b"\r\n" for head, data in parts
        )
        return f"multipart/form-data; boundary={line}", body + f"--{line}--\r\n".encode()
