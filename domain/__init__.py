"""The rules of care, pure: no database, no clock, no carrier."""
