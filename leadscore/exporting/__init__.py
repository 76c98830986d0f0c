"""What leaves the product: files that open safely elsewhere."""
