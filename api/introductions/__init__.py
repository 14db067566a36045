"""Introductions: asked for by enterprises, answered by students through their colleges."""
