"""The demonstration province: Đồng Nai as of 2021 with invented work, built once from a fixed seed."""

from lanhmanh.flows.demo.building import build, exists
from lanhmanh.flows.demo.told import accounts_text

__all__ = ["accounts_text", "build", "exists"]
