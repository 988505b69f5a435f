"""Timelines with their media, .otioz and .otiod: in, and out with our sounds."""
