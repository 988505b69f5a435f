"""A five by seven font for frame counters and typed words."""

from collections.abc import Mapping
from types import MappingProxyType

# Seven rows of five dots, top first, five bits a row as hexadecimal pairs.
_ROWS = (
    "0 0E11131519110E",
    "1 040C040404040E",
    "2 0E11010204081F",
    "3 1F02040201110E",
    "4 02060A121F0202",
    "5 1F101E0101110E",
    "6 0608101E11110E",
    "7 1F010204080808",
    "8 0E11110E11110E",
    "9 0E11110F01020C",
    "A 0E11111F111111",
    "B 1E11111E11111E",
    "C 0E11101010110E",
    "D 1C12111111121C",
    "E 1F10101E10101F",
    "F 1F10101E101010",
    "G 0E11101711110F",
    "H 1111111F111111",
    "I 0E04040404040E",
    "J 0702020202120C",
    "K 11121418141211",
    "L 1010101010101F",
    "M 111B1515111111",
    "N 11111915131111",
    "O 0E11111111110E",
    "P 1E11111E101010",
    "Q 0E11111115120D",
    "R 1E11111E141211",
    "S 0F10100E01011E",
    "T 1F040404040404",
    "U 1111111111110E",
    "V 11111111110A04",
    "W 1111111515150A",
    "X 11110A040A1111",
    "Y 1111110A040404",
    "Z 1F01020408101F",
)

Glyph = tuple[tuple[int, ...], ...]


def _glyph(code: str) -> Glyph:
    return tuple(
        tuple(int(bit) for bit in f"{int(code[i : i + 2], 16):05b}") for i in range(0, 14, 2)
    )


GLYPHS: Mapping[str, Glyph] = MappingProxyType(
    {" ": _glyph("0" * 14), ".": _glyph("00000000000C0C")}
    | {row[0]: _glyph(row[2:]) for row in _ROWS}
)
"""Each character as seven rows of five dots, 1 where there is ink."""
