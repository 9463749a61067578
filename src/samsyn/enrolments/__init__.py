"""A participant's time in an initiative: approval, start, discharge."""
