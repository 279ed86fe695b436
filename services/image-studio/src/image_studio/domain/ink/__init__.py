"""The pixels of lettering: which they are, their colour, weight, outline and shadow."""
