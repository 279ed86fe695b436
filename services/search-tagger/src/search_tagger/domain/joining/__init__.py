"""What the product's words say and what its pictures show, joined."""
