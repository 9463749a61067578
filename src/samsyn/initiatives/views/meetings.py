"""The collaboration team's meetings: series, single meetings, changes and cancellations."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.base.days import today
from samsyn.base.forms import save

from .. import actions, forms, queries
from ..models import TeamMeeting
from .frame import address, changeable, form_page, part, seen, tab_page


def meeting_list(request, pk):
    initiative = seen(request, pk)
    coming = queries.coming_meetings(initiative, today())
    facts = {"coming": coming, "past": queries.past_meetings(initiative, today())}
    return tab_page(request, initiative, "meetings", facts)


def meeting_series(request, pk):
    initiative = changeable(request, pk)
    start = {"every_days": initiative.team_meets_every_days, "until": date(today().year, 12, 31)}
    form = forms.SeriesForm(request.POST or None, initiative=initiative, initial=start)
    back = address(initiative, "meetings")
    done = save(request, form, actions.plan_meetings, then=back, initiative=initiative)
    return done or form_page(
        request, form, _("Plan a series of meetings"), initiative, back, submit=_("Plan")
    )


def meeting_add(request, pk):
    initiative = changeable(request, pk)
    form = forms.MeetingForm(request.POST or None, initiative=initiative)
    back = address(initiative, "meetings")
    done = save(request, form, actions.add_meeting, then=back, initiative=initiative)
    return done or form_page(request, form, _("New meeting"), initiative, back)


def meeting_edit(request, pk):
    meeting = part(request, TeamMeeting, pk)
    form = forms.MeetingForm(request.POST or None, record=meeting, initiative=meeting.initiative)
    back = address(meeting.initiative, "meetings")
    done = save(request, form, actions.change_meeting, then=back, meeting=meeting)
    return done or form_page(request, form, _("Change the meeting"), meeting.initiative, back, record=meeting)


def meeting_cancel(request, pk):
    meeting = part(request, TeamMeeting, pk)
    form = forms.NothingForm(request.POST or None)
    back = address(meeting.initiative, "meetings")
    done = save(request, form, actions.cancel_meeting, then=back, meeting=meeting)
    heading = _("Cancel the meeting")
    text = f"{timezone.localtime(meeting.starts_at):%Y-%m-%d %H.%M} {meeting.place}"
    return done or form_page(
        request,
        form,
        heading,
        meeting.initiative,
        back,
        submit=_("Cancel the meeting"),
        danger=True,
        text=text,
    )
