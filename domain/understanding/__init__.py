"""What people's texts mean: a grammar of ordered rules that asks where it is not certain, and never raises."""

from domain.understanding.rules import understand

__all__ = ["understand"]
