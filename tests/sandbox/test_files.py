"""The size of a picture, read from its own first bytes."""

import pytest

from sandbox.files import size_of


def jpeg(*segments: bytes) -> bytes:
    return b"\xff\xd8" + b"".join(segments)


APP0 = b"\xff\xe0\x00\x10" + bytes(14)
FRAME = b"\xff\xc0\x00\x11\x08" + (600).to_bytes(2) + (800).to_bytes(2) + bytes(10)


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (b"GIF89a" + (7).to_bytes(2, "little") + (5).to_bytes(2, "little"), (7, 5)),
        (jpeg(APP0, FRAME), (800, 600)),
        (jpeg(APP0), (0, 0)),
        (jpeg(APP0, FRAME[:6]), (0, 0)),
        (jpeg(b"broken"), (0, 0)),
        (b"\x89PNG\r\n\x1a\n", (0, 0)),
        (b"GIF", (0, 0)),
        (b"", (0, 0)),
    ],
)
def test_a_picture_tells_its_size_or_none(content, size):
    assert size_of(content) == size
