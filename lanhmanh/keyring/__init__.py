"""Who can open what is sealed: keys of members and units, boxes, recovery."""
