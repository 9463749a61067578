"""Taking in a register from a file: read the table, check every row, plan what changes,
write it in one go.
"""
