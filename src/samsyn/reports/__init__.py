"""Reports: documents of text and figures that write themselves, are frozen, signed and published."""
