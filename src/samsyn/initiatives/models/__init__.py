"""What is paid for (initiative), and what it should lead to (goals)."""

from .goals import Goal, Target
from .initiative import (
    Capacity,
    Coverage,
    Destination,
    Initiative,
    PlanVersion,
    Staffing,
    TeamMeeting,
    Track,
)

__all__ = [
    "Capacity",
    "Coverage",
    "Destination",
    "Goal",
    "Initiative",
    "PlanVersion",
    "Staffing",
    "Target",
    "TeamMeeting",
    "Track",
]
