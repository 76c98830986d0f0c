"""What a mapping says of files: read, kept for next month, and written by what people answer."""
