"""Start page per role, navigation and search: what needs me now."""
