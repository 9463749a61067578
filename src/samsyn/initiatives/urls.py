"""Addresses of the initiatives pages."""

from django.urls import path

from . import views

app_name = "initiatives"
urlpatterns = [
    path("", views.initiative_list, name="list"),
    path("new/", views.initiative_new, name="new"),
    path("<int:pk>/", views.initiative_detail, name="detail"),
    path("<int:pk>/edit/", views.initiative_edit, name="edit"),
    path("<int:pk>/history/", views.initiative_history, name="history"),
    path("<int:pk>/coverage/add/", views.coverage_add, name="coverage_add"),
    path("coverage/<int:pk>/", views.coverage_edit, name="coverage_edit"),
    path("coverage/<int:pk>/remove/", views.coverage_remove, name="coverage_remove"),
    path("<int:pk>/tracks/add/", views.track_add, name="track_add"),
    path("tracks/<int:pk>/", views.track_edit, name="track_edit"),
    path("<int:pk>/capacity/add/", views.capacity_add, name="capacity_add"),
    path("capacity/<int:pk>/", views.capacity_edit, name="capacity_edit"),
    path("<int:pk>/plan/", views.plan_list, name="plan"),
    path("<int:pk>/plan/add/", views.plan_add, name="plan_add"),
    path("plan/<int:pk>/", views.plan_detail, name="plan_detail"),
    path("plan/<int:pk>/edit/", views.plan_edit, name="plan_edit"),
    path("plan/<int:pk>/decide/", views.plan_decide, name="plan_decide"),
    path("<int:pk>/goals/", views.goal_list, name="goals"),
    path("<int:pk>/goals/add/", views.goal_add, name="goal_add"),
    path("<int:pk>/goals.<str:kind>", views.goals_file, name="goals_file"),
    path("of/<int:pk>/goals.<str:kind>", views.association_goals_file, name="association_goals_file"),
    path("of/<int:pk>/goals/", views.association_goals, name="association_goals"),
    path("of/<int:pk>/goals/add/", views.association_goal_add, name="association_goal_add"),
    path("goals/<int:pk>/", views.goal_edit, name="goal_edit"),
    path("goals/<int:pk>/<int:year>/", views.goal_detail, name="goal"),
    path("goals/<int:pk>/end/", views.goal_end, name="goal_end"),
    path("goals/<int:pk>/remove/", views.goal_remove, name="goal_remove"),
    path("goals/<int:pk>/<int:year>/target/", views.target_set, name="target_set"),
    path("goals/<int:pk>/<int:year>/outcome/", views.outcome_note, name="outcome_note"),
    path("goals/<int:pk>/<int:year>/verdict/", views.goal_judge, name="goal_judge"),
    path("<int:pk>/staffing/", views.staffing, name="staffing"),
    path("<int:pk>/staffing/<int:year>/", views.staffing_edit, name="staffing_edit"),
    path("<int:pk>/staffing/<int:year>/copy/", views.staffing_copy, name="staffing_copy"),
    path("<int:pk>/staffing/planner/", views.staffing_planner, name="planner"),
    path("<int:pk>/meetings/", views.meeting_list, name="meetings"),
    path("<int:pk>/meetings/add/", views.meeting_add, name="meeting_add"),
    path("<int:pk>/meetings/series/", views.meeting_series, name="meeting_series"),
    path("meetings/<int:pk>/", views.meeting_edit, name="meeting_edit"),
    path("meetings/<int:pk>/cancel/", views.meeting_cancel, name="meeting_cancel"),
]
