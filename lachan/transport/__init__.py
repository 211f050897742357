"""Carriers, vehicles and their trips: who sat where, what was carried, and the border."""
