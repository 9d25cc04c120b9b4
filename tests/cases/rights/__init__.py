"""A person's rights: requests, consents, sharings, retention, breaches, review rounds."""
