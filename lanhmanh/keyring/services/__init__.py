"""What is done to keys."""

from lanhmanh.keyring.services.boxes import destroy_box, hand_over_box, make_box, make_boxes, share_box, withdraw_box
from lanhmanh.keyring.services.unit_keys import Founded, admit_members, found_below, remove_member, renew_unit_key

__all__ = [
    "Founded", "admit_members", "destroy_box", "found_below", "hand_over_box", "make_box", "make_boxes",
    "remove_member", "renew_unit_key", "share_box", "withdraw_box",
]  # fmt: skip
