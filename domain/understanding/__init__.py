"""What people's texts mean: a grammar of ordered rules that asks where it is not certain, and never raises."""

from domain.understanding.rules import names_person_alone, understand

__all__ = ["names_person_alone", "understand"]
