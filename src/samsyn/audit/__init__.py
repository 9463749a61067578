"""Who looked at what, and who changed what. Written to from above; nothing here knows what is above."""
