"""The pages of Learning Sessions."""
