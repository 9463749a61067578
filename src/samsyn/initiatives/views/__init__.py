"""The pages of an initiative, a file per tab."""

from .goals import association_goal_add, association_goals, goal_add, goal_edit, goal_list, target_set
from .initiative import (
    capacity_add,
    capacity_edit,
    coverage_add,
    coverage_edit,
    coverage_remove,
    initiative_detail,
    initiative_edit,
    initiative_history,
    initiative_list,
    initiative_new,
    track_add,
    track_edit,
)
from .meetings import meeting_add, meeting_cancel, meeting_edit, meeting_list, meeting_series
from .plan import plan_add, plan_decide, plan_detail, plan_edit, plan_list
from .staffing import staffing, staffing_copy, staffing_edit, staffing_planner

__all__ = [
    "association_goal_add",
    "association_goals",
    "capacity_add",
    "capacity_edit",
    "coverage_add",
    "coverage_edit",
    "coverage_remove",
    "goal_add",
    "goal_edit",
    "goal_list",
    "initiative_detail",
    "initiative_edit",
    "initiative_history",
    "initiative_list",
    "initiative_new",
    "meeting_add",
    "meeting_cancel",
    "meeting_edit",
    "meeting_list",
    "meeting_series",
    "plan_add",
    "plan_decide",
    "plan_detail",
    "plan_edit",
    "plan_list",
    "staffing",
    "staffing_copy",
    "staffing_edit",
    "staffing_planner",
    "target_set",
    "track_add",
    "track_edit",
]
