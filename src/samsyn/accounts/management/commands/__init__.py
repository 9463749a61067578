"""Appointing a first approver, and writing the table of permissions."""
