"""otio-v2a in DaVinci Resolve: Workspace > Scripts > V2A Score."""

HOME = ""

print("otio-v2a: this entry does nothing yet.")
