"""What is done to keys."""

from lanhmanh.keyring.services.boxes import destroy_box, hand_over_box, make_box, share_box, withdraw_box

__all__ = ["destroy_box", "hand_over_box", "make_box", "share_box", "withdraw_box"]
