"""Reading cases, as far as the reader may see."""
