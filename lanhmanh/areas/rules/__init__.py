"""The pure rules of areas."""
