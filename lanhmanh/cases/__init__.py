"""Confidential support of persons: the vault, the course of a case, help and its results."""
