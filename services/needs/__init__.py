"""Requests: medicine, meals, gas cards, help; from the first key to the resident's word that it is done."""
