"""A gateway that behaves like a vendor's: how its jobs go, what they cost, what it will not take.

Source: facts 'providers', sections 3 and 12; 'reliability', sections 1 to 4 and 17.
"""

import hashlib
import time
from collections.abc import Mapping
from typing import Any, ClassVar

from fakes.gateways.bodies import Field, Problem, problems
from fakes.gateways.jobs import Bill, Job, Order, Outcome
from fakes.gateways.pictures import Complaint, complaint
from fakes.gateways.stores import Storing
from fakes.gateways.wire import Answer, RefusalError


class Gateway(Storing):
    """One vendor on 127.0.0.1. A `with` block starts it and ends it.

    `polls`: how often a job says 'not yet'. `latency`: seconds from the submit until it is over,
    instead. `post_seconds`: how long a submit takes; the job is made and billed half-way.
    `max_parallel`: more jobs under way are refused. `form`: results are 'wav', 'mp3', 'm4a' or
    'mp4'. `stray`: URLs of the API that are handed out point to a foreign host.
    `complaints`: why films were not taken, or were cut: a faultless client leaves it empty.
    """

    NAME: ClassVar[str] = ""
    PROMPTS: ClassVar[tuple[str, ...]] = ("sound_effect_prompt", "bgm_prompt")
    TRIMS: ClassVar[bool] = False

    polls: int = 1
    latency: float | None = None
    outcome: Outcome = "done"
    form: str = "mp4"
    post_seconds: float = 0.0
    max_parallel: int | None = None
    stray: bool = False

    def __init__(self) -> None:
        super().__init__()
        self.jobs: dict[str, Job] = {}
        self.complaints: list[Complaint] = []

    @property
    def environment(self) -> dict[str, str]:
        """What a child process needs to come here instead of to the vendor."""
        raise NotImplementedError

    @property
    def posts(self) -> int:
        """How many submits arrived, refused ones too."""
        return sum(seen.kind == "submit" for seen in list(self.log))

    @property
    def bills(self) -> list[Bill]:
        """One for every job, in their order."""
        with self._lock:
            return [self._bill(job) for job in self.jobs.values()]

    @property
    def handed(self) -> str:
        """The host of the API in URLs handed out; a foreign one when they stray."""
        return self.at(self.SITES[-1]) if self.stray else self.url

    def checked(self, body: Any, fields: Mapping[str, Field]) -> dict[str, Any]:
        """A body without problems; else the vendor's refusal is raised."""
        found = problems(body, fields)
        if found:
            raise RefusalError(self.objection(found))
        return dict(body)

    def objection(self, found: list[Problem]) -> Answer:
        """The vendor's own words for a body with problems."""
        return self.error(400, "; ".join(problem.message for problem in found))

    def busy(self) -> Answer:
        """The vendor's own words for too many jobs under way."""
        return self.error(429)

    def admit(self, order: Order) -> None:
        """Raise a refusal if no job may be made of this; nothing else happens meanwhile."""

    def create(self, order: Order) -> Job:
        """A new job, billed half-way through the time that a submit takes."""
        self.pause(self.post_seconds / 2)
        with self._lock:
            self.admit(order)
            under_way = sum(self.state(job) == "waiting" for job in self.jobs.values())
            if self.max_parallel is not None and under_way >= self.max_parallel:
                raise RefusalError(self.busy())
            number = len(self.jobs) + 1
            name = f"{self.NAME}-job-{number:04d}"
            outcome = self.outcome(dict(order.body)) if callable(self.outcome) else self.outcome
            job = Job(number, name, order, outcome, time.monotonic(), video=order.video)
            self.jobs[name] = job
        self.pause(self.post_seconds / 2)
        return job

    def job(self, name: str) -> Job:
        """A job by its id; else the vendor's 404 is raised."""
        if name not in self.jobs:
            raise self.refuse(404)
        return self.jobs[name]

    def look(self, job: Job) -> str:
        """How a job goes, counted as a poll: waiting, done, failed, moderation or cancelled."""
        with self._lock:
            job.polled += 1
        with job.guard:
            if not job.looked:
                job.looked = True
                self._examine(job)
        return self.state(job)

    def state(self, job: Job) -> str:
        """How a job goes, not counted."""
        if job.cancelled:
            return "cancelled"
        if job.outcome == "never" or not self._over(job):
            return "waiting"
        return "failed" if job.complaint else job.outcome

    def cancel(self, job: Job) -> bool:
        """Stop a job; it is too late for one that is over, and for its bill."""
        with self._lock:
            waiting = self.state(job) == "waiting"
            job.cancelled = job.cancelled or waiting
            return waiting

    def fetch(self, job: Job) -> bytes | Complaint:
        """The film of a job, wherever it is."""
        return job.order.video

    def _over(self, job: Job) -> bool:
        if self.latency is not None:
            return time.monotonic() >= job.created + self.latency
        return job.polled > self.polls

    def _examine(self, job: Job) -> None:
        found = self.fetch(job)
        if isinstance(found, bytes):
            job.video, wrong = found, complaint(found, job.order.allowed)
        else:
            wrong = found
        if wrong:
            self.complaints.append(wrong)
        trimmed = self.TRIMS and wrong is not None and wrong.kind == "long"
        job.complaint = None if trimmed else wrong

    def _bill(self, job: Job) -> Bill:
        keys = ("prompt",) if "prompt" in job.body else self.PROMPTS
        prompts = tuple(str(job.body.get(key) or "") for key in keys)
        digest = hashlib.sha256(job.video).hexdigest() if job.video else ""
        return Bill(job.id, job.client_id, prompts, job.body, digest, job.order.model)
