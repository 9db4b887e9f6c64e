"""The commands of `linli`, one group a file."""
