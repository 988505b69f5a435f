"""Any model on this machine, started by a template of the user's own."""

from otio_v2a.command.options import TABLE, Options
from otio_v2a.command.provider import COMMAND, Command
from otio_v2a.command.template import PLACEHOLDERS

__all__ = ["COMMAND", "PLACEHOLDERS", "TABLE", "Command", "Options"]
