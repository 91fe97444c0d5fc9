"""Bodies that come packed (gzip, deflate), unpacked within bounds."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from huiying.probe.fetched import FailureKind, FetchFailed


def unpacker(encoding: str, most: int) -> Callable[[bytes], bytes]:
    """Return a function that unpacks chunk by chunk and never more than just over `most` bytes (a gzip bomb)."""
    if encoding.lower().strip() not in {"gzip", "x-gzip", "deflate"}:
        return bytes
    state = zlib.decompressobj(47 if "gzip" in encoding.lower() else 15)
    first = True

    def unpack(chunk: bytes) -> bytes:
        nonlocal state, first
        try:
            part = state.decompress(chunk, most + 1)
        except zlib.error as error:
            if not first or "gzip" in encoding.lower():
                raise ValueError("压缩内容损坏") from error
            state = zlib.decompressobj(-15)  # servers send bare deflate under this name
            part = state.decompress(chunk, most + 1)
        first = False
        if state.unconsumed_tail:
            raise FetchFailed(FailureKind.TOO_LARGE, f"网页大于{most // 1_000_000}兆字节，未读取")
        return part

    return unpack
