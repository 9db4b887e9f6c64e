"""The roster: communities, households, people, telephones and staff, brought in from lists."""
