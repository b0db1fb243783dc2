"""Writing reports: asking for them, making them, and what people decide about them."""
