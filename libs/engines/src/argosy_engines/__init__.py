"""The code that runs inside the models of the inference tier."""
