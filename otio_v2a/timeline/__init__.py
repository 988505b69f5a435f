"""Timeline files in and out: the only room that knows file formats."""
