"""The pages of areas."""
