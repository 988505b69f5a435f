"""The instruments: one note each, as stereo sound."""
