"""The gate: every number that anyone publishes is defined, counted and guarded here, and nowhere else."""
