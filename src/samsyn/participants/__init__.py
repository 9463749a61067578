"""The people helped: identity, contact, protection. Behind the wall."""
