"""What DaVinci Resolve itself runs of otio-v2a: does what the engine says, and reads it back.

Standard library and Python 3.6 syntax only. All decisions and all arithmetic are the engine's.
"""

VERSION = "0.1.0"
PROTOCOL = 1
