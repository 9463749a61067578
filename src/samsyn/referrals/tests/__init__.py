"""Stories about referrals."""
