"""Vacancies of the calling enterprise and their ranked candidates."""
