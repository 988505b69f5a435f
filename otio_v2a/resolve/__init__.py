"""DaVinci Resolve: the engine behind its menu, and what puts it there."""
