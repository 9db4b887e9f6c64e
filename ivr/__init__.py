"""What callers hear and press: dialogues written as data, one pure engine that walks them."""
