"""Sound: replies decoded, aligned, joined, levelled and written as the WAV that is placed."""
