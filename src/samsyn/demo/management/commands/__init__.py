"""Loading the demo, and making registers for tests."""
