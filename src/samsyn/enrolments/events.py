"""What other apps may react to when somebody starts or ends in an initiative."""

from django.dispatch import Signal

enrolment_started = Signal()  # sends: enrolment, by
enrolment_ended = Signal()  # sends: enrolment, by
