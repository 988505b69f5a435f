"""Kling's own codes, and the body they come in.

Source: facts 'providers', section 7, the table of codes; messages as far as they are known.
"""

from collections.abc import Mapping
from typing import Any

from fakes.gateways.wire import Answer

CODES: Mapping[int, tuple[int, str]] = {
    1000: (401, "Authorization failed"),
    1001: (401, "Authorization is empty"),
    1002: (401, "Authorization is invalid"),
    1003: (401, "Authorization is not yet valid"),
    1004: (401, "Authorization has expired"),
    1100: (429, "Account exception"),
    1101: (429, "Account in arrears"),
    1102: (429, "Resource pack depleted or expired"),
    1103: (403, "No permission for this resource"),
    1200: (400, "Invalid request parameters"),
    1201: (400, "Invalid parameters"),
    1202: (404, "Invalid request method"),
    1203: (404, "The requested resource does not exist"),
    1300: (400, "Trigger the strategy of the platform"),
    1301: (400, "Trigger the content security policy of the platform"),
    1302: (429, "The API request is too fast"),
    1303: (429, "parallel task over resource pack limit"),
    1304: (429, "Trigger the IP whitelist policy of the platform"),
    5000: (500, "Server internal error"),
    5001: (503, "Server temporarily unavailable"),
    5002: (504, "Server internal timeout"),
}
_BY_STATUS: Mapping[int, int] = {
    400: 1201,
    401: 1002,
    402: 1101,
    403: 1103,
    404: 1203,
    409: 1201,
    429: 1302,
    500: 5000,
    503: 5001,
    504: 5002,
}


def body(code: int, message: str = "") -> dict[str, Any]:
    """What Kling says for a code."""
    said = message or CODES[code][1]
    return {"code": code, "message": said, "request_id": "9984d27b-a408-4073-ae28-17ca6a13622d"}


def coded(code: int, message: str = "") -> Answer:
    """A refusal by a code."""
    return Answer.of(body(code, message), CODES[code][0])


def for_status(status: int, message: str = "") -> Answer:
    """A refusal by the code that fits a status."""
    code = _BY_STATUS.get(status, 5000 if status >= 500 else 1200)
    return Answer.of(body(code, message), status)
