"""What a block of lettering is: advertising text, a brand, text on the product, a number."""
