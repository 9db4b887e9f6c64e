"""`python -m linli`, the same as `linli`."""

from linli.cli import main

main()
