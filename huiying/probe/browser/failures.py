"""What the browser's own error messages mean (pure)."""

from __future__ import annotations

import re

from huiying.model import BlockReason

LOG_IN = re.compile(
    r"//(sso|login|passport|cas|auth|uaa|id|account)[.\-]|/(login|sso|cas|oauth2?|passport|uaa)\b", re.IGNORECASE
)
GONE_WORDS = (
    "disconnected",
    "tab crashed",
    "not reachable",
    "session deleted",
    "invalid session",
    "target window already closed",
)

KINDS = {
    "NAME_NOT_RESOLVED": "域名无法解析",
    "CONNECTION_REFUSED": "连接被拒绝",
    "CERT": "安全证书有问题",
    "SSL": "安全连接失败",
    "CONNECTION_RESET": "连接被中断",
    "EMPTY_RESPONSE": "没有返回内容",
}


def network_failure(message: str) -> tuple[BlockReason, str]:
    """Return the reason and a Chinese line for a message that holds net::ERR_…; "" is any failure to open."""
    found = re.search(r"net::(ERR_[A-Z0-9_]+)", message)
    code = found[1] if found else ""
    if "TIMED_OUT" in code:
        return BlockReason.TIMEOUT, f"连接超时（{code}）"
    said = next((text for word, text in KINDS.items() if word in code), "无法打开")
    return BlockReason.UNREACHABLE, f"{said}({code})" if code else said
