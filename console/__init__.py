"""The console: the pages on which the office works, in a browser, beside a telephone that rings."""
