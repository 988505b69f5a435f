"""DaVinci Resolve: the engine behind its menu, how the menu gets there, and whether all is well."""
