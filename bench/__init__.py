"""How fast the product is beside a yardstick in the same run. Never part of the tests, never part of the wheel."""
