"""Papers that are made of records of the movement."""
