"""The demo community: invented, written as lists, put into a database and taken out again."""
