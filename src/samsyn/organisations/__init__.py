"""Associations, their member parties, the authorities that are controllers of records,
municipalities and areas.
"""
