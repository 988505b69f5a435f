"""How the menu gets into DaVinci Resolve, how it gets out, and whether all is well."""
