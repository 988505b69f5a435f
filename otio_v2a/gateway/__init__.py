"""Everything that costs money: the ledger, and later the only HTTP client."""
