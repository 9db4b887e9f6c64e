"""The words the grammar knows, by what they are: one table a field of life.

A line is a kind, what its words stand for (None: just the kind), and the words, blank between them; `_` is a blank inside
an English phrase. Chinese words are in simplified characters, English ones in small letters.
"""

from domain.understanding.words import Kind

Line = tuple[Kind, object, str]
