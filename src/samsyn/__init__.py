"""Samsyn: coordination associations and their rehabilitation initiatives, from referral to annual report."""
