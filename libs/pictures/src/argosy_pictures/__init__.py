"""Pictures that people send: opened within bounds, read, and held against a product's own pictures.

Every module but `opening` and `reading` is pure: arrays in, values out.
"""
