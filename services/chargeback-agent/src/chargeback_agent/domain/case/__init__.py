"""The case: which facts are evidence, what contradicts it, what is missing, and whether to fight."""
