"""The same line by text: what a resident's text does, what it is answered, and what is asked back. Pure."""
