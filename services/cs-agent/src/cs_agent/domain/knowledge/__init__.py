"""Facts out of what a merchant publishes and a shop keeps: products, policies, entries, orders."""
