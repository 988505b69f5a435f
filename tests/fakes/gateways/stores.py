"""Where films are sent to and results are fetched from: hosts that want no credentials.

Source: facts 'providers', sections 3.5 and 4 to 11; 'reliability', section 13: a presigned PUT
wants exactly the headers that were signed, and whoever has a link may use it.
"""

import hashlib
import secrets
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from fakes.gateways.answering import Answering
from fakes.gateways.faults import Fault
from fakes.gateways.jobs import Job, Upload
from fakes.gateways.pictures import film
from fakes.gateways.routes import route
from fakes.gateways.sounds import TYPES, Sound, cut, encoded, pitch, tone_file
from fakes.gateways.wire import Answer, RefusalError, Request

Scorer = Callable[[bytes, dict[str, Any]], Sound]


class Storing(Answering):
    """Uploads by presigned PUT, public links to them, and results.

    `signed`: links to results carry a signature that must be right. `signatures`: texts of such
    links; whoever has one may use it, so none belongs into a log.
    """

    scorer: Scorer | None = None
    signed: bool = False

    def __init__(self) -> None:
        super().__init__()
        self.uploads: dict[str, Upload] = {}
        self.signatures = (f"signature-marker-{secrets.token_hex(8)}",)
        self._results: dict[str, tuple[Job, str]] = {}
        self._expired: set[str] = set()

    def announced(self, name: str, size: int, content_type: str) -> Upload:
        """A new upload that is still to come; anybody may read it at its `url`.

        Unit: bytes; 0 when the vendor does not ask.
        """
        with self._lock:
            upload = Upload(f"file{len(self.uploads) + 1}", name, size, content_type)
            upload.url = f"{self.at('store')}/files/{upload.id}/{secrets.token_hex(4)}.mp4"
            self.uploads[upload.id] = upload
        return upload

    def put_url(self, upload: Upload) -> str:
        """Where the bytes are to be put."""
        return f"{self.at('store')}/put/{upload.id}?sig={self.signatures[0]}"

    def uploaded(self, url: str) -> bytes | None:
        """The bytes of an upload that is complete, by what a submit calls it."""
        with self._lock:
            found = [one.data for one in self.uploads.values() if one.url == url]
        return found[0] if found else None

    def publish(self, job: Job, form: str, *, fresh: bool = False) -> str:
        """A link to a job's result; always the same one unless a fresh one is wanted."""
        seed = secrets.token_hex(8) if fresh else f"{job.id}-{form}"
        token = hashlib.sha256(seed.encode()).hexdigest()[:20]
        with self._lock:
            self._results[token] = (job, form)
        query = f"?Signature={self.signatures[0]}" if self.signed else ""
        return f"{self.at('store')}/results/{token}/out.{form}{query}"

    def size(self, job: Job, form: str) -> int:
        """How many bytes a result has."""
        return len(self._sound(job, form, ""))

    def befall(self, kind: str, fault: Fault, values: dict[str, str]) -> None:
        """A link that was refused stays refused."""
        if kind == "download" and fault.status == 403:
            self._expired.add(values.get("token", ""))

    @route("PUT", "/put/{name}", "upload", site="store", guard="bare")
    def put(self, request: Request, name: str) -> Answer:
        """Take the bytes of an upload: exactly those announced, exactly as signed."""
        upload = self.uploads.get(name)
        if upload is None:
            raise RefusalError(self.store_error(404))
        signed = request.query.get("sig") == self.signatures[0]
        if not signed or request.headers.get("content-type") != upload.content_type:
            raise RefusalError(self.store_error(403, "SignatureDoesNotMatch"))
        self._keep(upload, request.raw)
        return Answer(headers={"ETag": f'"{hashlib.md5(request.raw).hexdigest()}"'})

    def _keep(self, upload: Upload, data: bytes) -> None:
        if len(data) != (upload.size or len(data)):
            message = f"{len(data)} bytes, {upload.size} announced"
            raise RefusalError(self.store_error(400, message))
        upload.data = data

    @route("GET", "/files/{name}/{label}", "hosted", site="store", guard="bare")
    def hosted(self, _: Request, name: str, label: str) -> Answer:
        """An upload, for anybody who has its link."""
        upload = self.uploads.get(name)
        if upload is None or upload.data is None or not upload.url.endswith(label):
            raise RefusalError(self.store_error(404))
        return Answer(200, upload.data, {"Content-Type": upload.content_type})

    @route("GET", "/results/{token}/{label}", "download", site="store", guard="bare")
    def download(self, request: Request, token: str, label: str) -> Answer:
        """A result."""
        if token not in self._results or not label.startswith("out."):
            raise RefusalError(self.store_error(404))
        wrong = self.signed and request.query.get("Signature") != self.signatures[0]
        if wrong or token in self._expired:
            raise RefusalError(self.store_error(403, "Request has expired"))
        job, form = self._results[token]
        kind = "mp4" if request.fault == "no_audio" else form
        return Answer(200, self._sound(job, form, request.fault), {"Content-Type": TYPES[kind]})

    def _sound(self, job: Job, form: str, fault: str) -> bytes:
        if fault == "no_audio":
            return job.video
        found = film(job.video)
        whole = found.seconds if found else Fraction(1)
        seconds = whole / 2 if fault == "short" else min(whole, job.order.seconds or whole)
        if self.scorer is None:
            return tone_file(job.video, form, pitch(job.number), seconds)
        return encoded(cut(self.scorer(job.video, dict(job.body)), seconds), form, job.video)
