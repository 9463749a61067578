"""Addresses of the referrals pages."""

from django.urls import path

from .views import answering, handling, sending

app_name = "referrals"
urlpatterns = [
    path("", sending.sent_list, name="sent"),
    path("new/", sending.referral_new, name="new"),
    path("<int:pk>/edit/<slug:step>/", sending.referral_edit, name="edit"),
    path("<int:pk>/check/", sending.referral_check, name="check"),
    path("<int:pk>/withdraw/", sending.referral_withdraw, name="withdraw"),
    path("<int:pk>/turn/", sending.referral_turn, name="turn"),
    path("inbox/", handling.inbox, name="inbox"),
    path("queue/", handling.queue, name="queue"),
    path("meetings/<int:pk>/", handling.meeting, name="meeting"),
    path("meetings/<int:pk>/<int:referral>/", handling.meeting_decide, name="meeting_decide"),
    path("<int:pk>/", handling.referral_detail, name="detail"),
    path("<int:pk>/number/", handling.referral_reveal, name="reveal"),
    path("<int:pk>/receive/", handling.referral_receive, name="receive"),
    path("<int:pk>/circulate/", handling.referral_circulate, name="circulate"),
    path("<int:pk>/remind/", handling.circulation_remind, name="remind"),
    path("<int:pk>/decide/", handling.referral_decide, name="decide"),
    path("circulations/", answering.circulations, name="circulations"),
    path("circulations/<int:pk>/", answering.answer, name="answer"),
]
