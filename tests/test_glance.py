"""The same frames very small: written by the render, read instead of the movie."""
