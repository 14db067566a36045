"""Disclosure control: what of the figures may leave the platform; writing it belongs in `tables` and `answers_*`."""
