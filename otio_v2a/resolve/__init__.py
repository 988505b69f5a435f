"""The menu in DaVinci Resolve: how it gets there, and whether all is well."""
