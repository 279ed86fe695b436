"""A listing's texts written anew by a generator, and the checks that let them stand: pure rules.

The generator proposes, the facts dispose: what cannot be shown to follow from the source is refused, and
the term base's text stands.
"""
