"""What is paid for: initiatives with tracks, plans, goals, capacity, staffing and team meetings.
No personal data.
"""
