"""Announcements: planned, told household by household, followed."""
