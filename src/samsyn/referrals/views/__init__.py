"""The referral pages: sending (the referrer), handling (the coordinator), answering (the team)."""
