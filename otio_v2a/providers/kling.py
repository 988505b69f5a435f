"""Kling itself, and KKIAI, which passes the same requests on.

Source: provider sheet, sections 6 and 7 (official documents; November 2026). Only assumed: every
shape of KKIAI's answers, two jobs at once, and both prices (what the other sellers ask).
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, ClassVar
from urllib.parse import quote

from otio_v2a.errors import GatewayError
from otio_v2a.providers import failures
from otio_v2a.providers.base import Price
from otio_v2a.providers.results import urls
from otio_v2a.providers.terms import Base, Cost, Terms, base
from otio_v2a.providers.wire import (
    NOT_FOUND,
    Answer,
    Call,
    Failure,
    Finished,
    Kind,
    Movie,
    RemoteJob,
    State,
    Steps,
    Waiting,
    at,
    text_at,
)

_LIFETIME, _SKEW, _WIDE_SKEW = 1800, 5, 300
_DONE = frozenset({"succeed", "succeeded", "success"})
_NONE_SUCH = (1203, "1203")

_CODES: Mapping[int, Kind] = MappingProxyType(
    {
        **dict.fromkeys((1000, 1001, 1002, 1100, 1103, 1304), Kind.AUTH),
        **dict.fromkeys((1003, 1004), Kind.TOKEN),
        **dict.fromkeys((1101, 1102), Kind.QUOTA),
        **dict.fromkeys((1200, 1201, 1202, 1203), Kind.BAD_INPUT),
        **dict.fromkeys((1300, 1301), Kind.MODERATION),
        **dict.fromkeys((1302, 1303), Kind.RATE),
        **dict.fromkeys((5000, 5001, 5002), Kind.TRANSIENT),
    }
)


class Kling(Terms):
    """Takes a public address of the picture: it has to be hosted."""

    name: ClassVar[str] = "kling"
    keys: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("KLING_API_KEY",),
        ("KLING_ACCESS_KEY", "KLING_SECRET_KEY"),
    )
    good: ClassVar[tuple[Any, ...]] = (0,)

    base_url: Base = base("https://api-singapore.klingai.com", "KLING_BASE_URL")
    path: str = "/v1/audio/video-to-audio"
    model: str = "kling-video-to-audio"
    price: Cost = Price(request=Decimal("0.035"), assumed=True)

    takes_video_id: ClassVar[bool] = True

    def authorization(self, secrets: Mapping[str, str], now: int, *, again: bool) -> str:
        """The API key, or a token signed with the pair, new for every request."""
        if key := secrets.get("KLING_API_KEY"):
            return f"Bearer {key}"
        skew = _WIDE_SKEW if again else _SKEW
        pair = secrets["KLING_ACCESS_KEY"], secrets["KLING_SECRET_KEY"]
        return f"Bearer {token(*pair, now, skew)}"

    def upload(self, movie: Movie) -> None:
        """None documented."""
        del movie

    def submit(self, job: RemoteJob) -> Call:
        """The request, with our own id so that it can be found again."""
        body = {
            **({"video_id": job.video_id} if job.video_id else {"video_url": job.video}),
            "sound_effect_prompt": job.prompts.sound_effect,
            "bgm_prompt": job.prompts.background_music,
            "asmr_mode": job.prompts.asmr,
            "external_task_id": job.client,
            **({"callback_url": self.webhook} if self.webhook else {}),
        }
        return Call("POST", f"{self.base_url}{self.path}", json={**body, **self.extra_body})

    def accepted(self, answer: Answer) -> str | Failure | None:
        """The job's id; a code of a refusal in a 2xx is a refusal all the same."""
        if at(answer.body, "code") in self.good:
            return text_at(answer.body, "data", "task_id") or None
        told = self.failure(answer)
        return None if told.kind in (Kind.TRANSIENT, Kind.UNKNOWN) else told

    def found(self, client: str) -> Steps[str]:
        """The job that carries our id: a query takes either id.

        Raises: GatewayError when the answer says neither yes nor no.
        """
        answer = yield Call("GET", self._job(client), takes=_absent)
        job = text_at(answer.body, "data", "task_id")
        if not job and not _absent(answer):
            # Anything but a plain no would have it paid twice.
            message = f"{self.name} did not say whether it has the request."
            raise GatewayError(message, Kind.TRANSIENT)
        return job

    def poll(self, job: str) -> Steps[State]:
        """How a job stands."""
        answer = yield Call("GET", self._job(job))
        data = at(answer.body, "data")
        status = text_at(data, "task_status") or text_at(data, "status")
        if status in _DONE:
            return Finished(urls(at(data, "task_result") or at(data, "url")), spent=_spent(data))
        if status == "failed":
            return self._failed(answer)
        return Waiting(told=status)

    def failure(self, answer: Answer) -> Failure:
        """By Kling's own codes; by the generic table where there is none."""
        return self._told(at(answer.body, "code"), answer)

    def _failed(self, answer: Answer) -> Failure:
        """Why a job failed: its message, or the error of a gateway that wraps it."""
        data = at(answer.body, "data")
        told = text_at(data, "task_status_msg") or text_at(data, "error", "message")
        kind = _kind(at(data, "error", "code")) or Kind.UNKNOWN
        return failures.of_kind(kind, told or text_at(answer.body, "message") or "failed")

    def _told(self, code: Any, answer: Answer) -> Failure:
        kind = _kind(code)
        if kind is None:
            return failures.of_answer(answer)
        return failures.of_kind(kind, f"{failures.said(answer)} ({code})")

    def _job(self, job: str) -> str:
        return f"{self.base_url}{self.path}/{quote(job, safe='')}"


class Kkiai(Kling):
    """The same with a plain key, and answers that may be wrapped once more."""

    name: ClassVar[str] = "kkiai"
    keys: ClassVar[tuple[tuple[str, ...], ...]] = (("KKIAI_API_KEY",),)
    good: ClassVar[tuple[Any, ...]] = (0, "0", "success")

    base_url: Base = base("https://www.kkiai.com/kling", "KKIAI_BASE_URL")

    def authorization(self, secrets: Mapping[str, str], now: int, *, again: bool) -> str:
        """The key, as it is."""
        return Terms.authorization(self, secrets, now, again=again)


def token(access: str, secret: str, now: int, skew: int = _SKEW) -> str:
    """A JSON web token, HS256. Unit: seconds. Source: provider sheet, section 7 (test vector)."""
    head = {"alg": "HS256", "typ": "JWT"}
    claims = {"iss": access, "exp": now + _LIFETIME, "nbf": now - skew}
    signed = b".".join(_packed(json.dumps(one, separators=(",", ":"))) for one in (head, claims))
    seal = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
    return b".".join((signed, _packed(seal))).decode()


def _packed(content: str | bytes) -> bytes:
    raw = content.encode() if isinstance(content, str) else content
    return base64.urlsafe_b64encode(raw).rstrip(b"=")


def _kind(code: Any) -> Kind | None:
    """What a code means; gateways that wrap Kling's answers may write it as text."""
    number = int(code) if isinstance(code, str) and code.isdecimal() else code
    return _CODES.get(number) if isinstance(number, int) else None


def _absent(answer: Answer) -> bool:
    """Whether there is provably no such job."""
    return answer.status == NOT_FOUND or at(answer.body, "code") in _NONE_SUCH


def _spent(data: Any) -> str:
    units = at(data, "final_unit_deduction")
    return f"{units} units" if units not in (None, "") else ""


KLING = Kling()
KKIAI = Kkiai()
