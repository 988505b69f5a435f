"""What the entries in Resolve's menu run: standard library only, Python 3.6 syntax."""

VERSION = "0.1.0"
PROTOCOL = 1
