"""Pictures: finding media, and rendering shots into the movie that is scored."""
