"""Names of a Shopify product-taxonomy release as further words for our categories."""
