"""Lá Chắn: the outbreak command system of a Vietnamese province."""
