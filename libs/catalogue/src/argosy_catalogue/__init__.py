"""A merchant's product, read: bounded source, facts with their origins, charts; and said in a language.

Pure: no I/O but its own data files, no clock, no randomness.
"""
