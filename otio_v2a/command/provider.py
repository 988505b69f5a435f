"""The `command` provider: any model on this machine, started by a template of the user's own.

Source: media sheet, section 20 (how local models are called; read, not tried); reliability sheet,
section 16 (no shell, a process group, a scrubbed environment). Assumed: one sound a run.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from otio_v2a.command import output, program, template
from otio_v2a.command.options import TABLE, Options, expanded, read
from otio_v2a.command.running import Run, run
from otio_v2a.errors import ProviderError
from otio_v2a.providers.base import FREE, Limits, LocalJob, Price, Tell

_UNSET = (
    "the provider 'command' has no command to run. Write one into otio-v2a.toml in your"
    f" configuration folder ('otio-v2a doctor' tells where), under {TABLE}:"
    ' argv = ["/opt/model/run", "--video={video}", "--prompt={prompt}", "--output={outdir}"]'
)
_SEEDS = 2**31


@dataclass(frozen=True, slots=True)
class Command:
    """A model of the user's own, started anew for every request; free.

    `environment` is what the program would inherit; what looks like a secret is kept from it.
    """

    options: Options = field(default_factory=lambda: read({}))
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    name: str = "command"

    @property
    def model(self) -> str:
        """The name the user gave it, else one that changes with the template."""
        told = json.dumps((self.options.argv, self.options.output))
        return self.options.model or f"command-{sha256(told.encode()).hexdigest()[:16]}"

    @property
    def limits(self) -> Limits:
        """What one request may hold, as the options say."""
        options = self.options
        return Limits(
            min_seconds=_exact(options.min_seconds),
            max_seconds=_exact(options.max_seconds),
            prompt_characters=options.prompt_characters,
            height=options.height,
        )

    @property
    def price(self) -> Price:
        """Nothing."""
        return FREE

    @property
    def concurrency(self) -> int:
        """Programs side by side: one, where there is one GPU."""
        return self.options.concurrency

    def configured(self, options: Mapping[str, Any], environment: Mapping[str, str]) -> Self:
        """The provider with the options of its table; its programs inherit the environment.

        Raises: UsageError naming the option and what fits.
        """
        return replace(self, options=read(options), environment=dict(environment))

    def score(self, job: LocalJob, tell: Tell) -> tuple[str, ...]:
        """Let the program write one file, and take it; there is never a remark.

        Raises: ProviderError when it cannot be run, fails, or leaves anything but one file.
        """
        if not self.options.argv:
            raise ProviderError(_UNSET)
        found = program.found(self.options.argv[0], self.environment)
        try:
            with output.beside(job.out) as folder:
                asked = self._run(job, found, folder)
                said = run(asked, tell)
                sound = output.taken(folder, self.options.output, asked.name, said)
                output.moved(sound, folder, job.out)
        except OSError as error:
            where = job.out.parent
            message = f"'{where}' cannot take a sound: {error.strerror}. Free some space there."
            raise ProviderError(message) from error
        return ()

    def _run(self, job: LocalJob, found: str, outdir: Path) -> Run:
        options = self.options
        seen = program.scrubbed(self.environment, options.keep_environment)
        folder = expanded(options.folder) if options.folder else outdir
        if not folder.is_dir():
            message = f"there is no folder '{folder}'. Correct 'folder' in {TABLE}."
            raise ProviderError(message)
        return Run(
            name=Path(found).name,
            argv=(found, *template.filled(options.argv[1:], _values(job, options.argv, outdir))),
            folder=folder,
            environment=seen,
            timeout=options.timeout,
            hidden=program.hidden(seen),
        )


COMMAND = Command()


def _exact(seconds: float | None) -> Fraction | None:
    """0.1 as written, not as the nearest binary float."""
    return None if seconds is None else Fraction(str(seconds))


def _values(job: LocalJob, argv: tuple[str, ...], outdir: Path) -> dict[str, str]:
    """What each placeholder stands for; without one for the music, the prompt is both."""
    effects, music = job.prompts.sound_effect, job.prompts.background_music
    apart = "bgm" in template.names(argv)
    thousandths = round(job.frames * 1000 / job.rate)
    values = {
        "video": str(job.picture.absolute()),
        "prompt": effects if apart else ", ".join(filter(None, (effects, music))),
        "bgm": music,
        "seconds": f"{thousandths // 1000}.{thousandths % 1000:03d}",
        "seed": str(job.seed % _SEEDS),
        "outdir": str(outdir),
    }
    # No program can be given a zero character.
    return {name: value.replace("\0", " ") for name, value in values.items()}
