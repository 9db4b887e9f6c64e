"""Money in fen: the double-entry ledger, and what it says."""
