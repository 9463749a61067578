"""What every app stands on and no domain at all: the wall in the database, forms, tabs, templates, styles."""
