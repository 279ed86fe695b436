"""The demo's small catalogue: eight products and their pictures, all drawn here by code."""
