"""Stories about consents and disclosures."""
