"""What is done to cases."""
