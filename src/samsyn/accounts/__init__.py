"""Who can sign in, which assignments they hold, and what each role may do."""
