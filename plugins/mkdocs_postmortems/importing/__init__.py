"""Markdown of other forms turned into ours: text in, values out; neither disk, clock nor printing."""
