"""Two doors in: referral and consultation; circulation to the parties, answers, decision, queue."""
