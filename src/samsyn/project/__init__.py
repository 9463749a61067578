"""Settings, addresses, the embedded database and the samsyn command: what ties the apps into one product."""
