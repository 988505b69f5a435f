"""DaVinci Resolve: the engine behind its menu."""
