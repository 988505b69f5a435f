"""AWS Signature Version 4 as a store checks it: of a link (presigned) and of headers.

Source: the signature's public description by AWS, its two worked examples for S3 (in the tests),
and reliability sheet, section 14. Assumed: the order in which a store finds several faults.
"""

import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import quote

ALGORITHM = "AWS4-HMAC-SHA256"
UNSIGNED = "UNSIGNED-PAYLOAD"
STAMP = "%Y%m%dT%H%M%SZ"

_WEEK = 604_800
_SKEW = timedelta(minutes=15)
_HEADER = re.compile(
    rf"{ALGORITHM} +Credential=([^, ]+), *SignedHeaders=([^, ]+), *Signature=([0-9a-f]+)"
)
_IN_LINK = ("Algorithm", "Credential", "Date", "Expires", "SignedHeaders", "Signature")

Query = Sequence[tuple[str, str]]


class RefusalError(Exception):
    """What a store answers instead of doing as asked."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose keys open the store, and where it says it stands."""

    access_key: str
    secret_key: str
    region: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request without its body: path and query decoded, header names in lower case."""

    method: str
    path: str
    query: Query
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a request says of its signature. Unit: seconds; `expires` is None for headers."""

    credential: str
    date: str
    signed: tuple[str, ...]
    signature: str
    payload: str
    expires: int | None = None


def signature(asked: Asked, signed: Sequence[str], payload: str, date: str, owner: Owner) -> str:
    """The signature of a request, over the headers named and the hash of its body."""
    scope = f"{date[:8]}/{owner.region}/s3/aws4_request"
    told = _digest(canonical(asked, signed, payload).encode())
    key = f"AWS4{owner.secret_key}".encode()
    for step in scope.split("/"):
        key = hmac.digest(key, step.encode(), "sha256")
    return hmac.digest(key, f"{ALGORITHM}\n{date}\n{scope}\n{told}".encode(), "sha256").hex()


def canonical(asked: Asked, signed: Sequence[str], payload: str) -> str:
    """The request in the one spelling that is signed."""
    pairs = sorted((_quoted(name), _quoted(value)) for name, value in asked.query)
    query = "&".join(f"{name}={value}" for name, value in pairs if name != "X-Amz-Signature")
    headers = "".join(
        f"{name}:{' '.join(asked.headers.get(name, '').split())}\n" for name in signed
    )
    path = quote(asked.path, safe="/-_.~")
    return "\n".join((asked.method, path, query, headers, ";".join(signed), payload))


def verify(asked: Asked, owner: Owner, now: datetime) -> None:
    """Raises: RefusalError unless the owner signed exactly this request, and not too long ago."""
    claim = _claim(asked)
    key, _, scope = claim.credential.partition("/")
    if key != owner.access_key:
        raise RefusalError(403, "InvalidAccessKeyId", "The access key does not exist.")
    _check_time(claim, now)
    if scope != f"{claim.date[:8]}/{owner.region}/s3/aws4_request":
        raise _malformed(claim.expires is not None, f"the scope '{scope}' is wrong")
    unsigned = {name for name in asked.headers if name.startswith("x-amz-")} - set(claim.signed)
    if unsigned or "host" not in claim.signed:
        message = "There were headers present in the request which were not signed."
        raise RefusalError(403, "AccessDenied", message)
    expected = signature(asked, claim.signed, claim.payload, claim.date, owner)
    if not hmac.compare_digest(expected, claim.signature):
        message = "The signature we calculated does not match the one you provided."
        raise RefusalError(403, "SignatureDoesNotMatch", message)


def check_payload(asked: Asked, digest: str) -> None:
    """Raises: RefusalError when the body is not the one that was signed."""
    payload = asked.headers.get("x-amz-content-sha256", UNSIGNED)
    if payload not in (UNSIGNED, digest):
        message = "The provided x-amz-content-sha256 does not match what was computed."
        raise RefusalError(400, "XAmzContentSHA256Mismatch", message)


def _claim(asked: Asked) -> Claim:
    query, authorization = dict(asked.query), asked.headers.get("authorization", "")
    in_link = "X-Amz-Signature" in query
    if in_link and authorization:
        raise RefusalError(400, "InvalidArgument", "Only one auth mechanism is allowed.")
    if not in_link and not authorization:
        raise RefusalError(403, "AccessDenied", "Access Denied")
    payload = asked.headers.get("x-amz-content-sha256", UNSIGNED if in_link else "")
    if in_link:
        return _claim_of_link(query, payload)
    found = _HEADER.fullmatch(authorization)
    if found is None or not payload:
        raise _malformed(False, "a part of it is missing")
    signed = tuple(found[2].split(";"))
    return Claim(found[1], asked.headers.get("x-amz-date", ""), signed, found[3], payload)


def _claim_of_link(query: Mapping[str, str], payload: str) -> Claim:
    parts = [query.get(f"X-Amz-{name}", "") for name in _IN_LINK]
    algorithm, credential, date, expires, signed, given = parts
    if not all(parts) or algorithm != ALGORITHM:
        raise _malformed(True, "a part of it is missing")
    if not expires.isdecimal() or not 1 <= int(expires) <= _WEEK:
        raise _malformed(True, "X-Amz-Expires must be between 1 second and a week")
    return Claim(credential, date, tuple(signed.split(";")), given, payload, int(expires))


def _check_time(claim: Claim, now: datetime) -> None:
    try:
        signed_at = datetime.strptime(claim.date, STAMP).replace(tzinfo=UTC)
    except ValueError as error:
        raise _malformed(claim.expires is not None, "the date is wrong") from error
    if claim.expires is None:
        if abs(now - signed_at) > _SKEW:
            raise RefusalError(403, "RequestTimeTooSkewed", "The time differs too much from ours.")
    elif now < signed_at - _SKEW:
        raise RefusalError(403, "AccessDenied", "Request is not yet valid")
    elif now >= signed_at + timedelta(seconds=claim.expires):
        raise RefusalError(403, "AccessDenied", "Request has expired")


def _malformed(in_link: bool, why: str) -> RefusalError:
    code = "AuthorizationQueryParametersError" if in_link else "AuthorizationHeaderMalformed"
    return RefusalError(400, code, f"The authorization is malformed: {why}.")


def _quoted(text: str) -> str:
    return quote(text, safe="-_.~")


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
