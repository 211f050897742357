"""Reads a document into the object of docs/formats.md; a library without Django."""
