"""How a file spells its characters."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a file spells its characters; `bom` stands before them."""

    name: str = "utf-8"
    bom: bytes = b""

    def encoded(self, text: str) -> bytes:
        """A text as the file spells it; in XML what it has no characters for as references."""
        return self.bom + text.encode(self.name, "xmlcharrefreplace")
