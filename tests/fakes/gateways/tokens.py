"""Kling's token, read the way Kling reads it: HS256, issuer, from when, until when.

Source: facts 'providers', section 7, Auth A and its test vector.
"""

import base64
import binascii
import hashlib
import hmac
import json
import re
from typing import Any


def trouble(token: str, access: str, secret: str, now: float) -> int:
    """Kling's code for what is wrong with a token: 0, 1002 invalid, 1003 too early, 1004 over."""
    head, payload = _read(token, secret)
    wrong = head != {"alg": "HS256", "typ": "JWT"} or payload.get("iss") != access
    if wrong or not all(_whole(payload.get(name)) for name in ("exp", "nbf")):
        return 1002
    if payload["nbf"] > now:
        return 1003
    return 1004 if payload["exp"] <= now else 0


def _read(token: str, secret: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and payload; empty ones unless the signature is right."""
    signed, _, signature = token.rpartition(".")
    expected = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
    pieces = [_decoded(piece) for piece in (*signed.split("."), signature)]
    if len(pieces) != 3 or not hmac.compare_digest(expected, pieces[2]):
        return {}, {}
    try:
        head, payload = json.loads(pieces[0]), json.loads(pieces[1])
    except ValueError:
        return {}, {}
    return (head, payload) if isinstance(payload, dict) else ({}, {})


def _decoded(piece: str) -> bytes:
    """Base64 for URLs; padding is not allowed."""
    if not re.fullmatch(r"[A-Za-z0-9_-]+", piece):
        return b""
    try:
        return base64.urlsafe_b64decode(piece + "=" * (-len(piece) % 4))
    except binascii.Error:
        return b""


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
