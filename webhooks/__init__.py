"""The carrier's doors: check the signature, parse, call one service, render."""
