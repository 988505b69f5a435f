"""Who can score: limits, prices and, for remote ones, the wire."""
