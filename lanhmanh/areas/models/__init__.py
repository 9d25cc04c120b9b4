"""The tables of areas: what a commune is like and becomes, its businesses and sites."""
