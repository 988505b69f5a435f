"""What Resolve itself runs; `otio-v2a resolve install` copies it."""
