"""The code lists that referrals and enrolments share: sex, income sources, education, occupation,
time in public support.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")


class IncomeSource(models.TextChoices):
    """Where a person's income comes from; several at once are usual (SUS försörjningskällor)."""

    SALARY = "salary", _("Salary or own income")
    SICKNESS_BENEFIT = "sickness_benefit", _("Sickness benefit")
    REHABILITATION_ALLOWANCE = "rehabilitation_allowance", _("Rehabilitation allowance")
    SICKNESS_COMPENSATION = "sickness_compensation", _("Sickness compensation")
    ACTIVITY_COMPENSATION = "activity_compensation", _("Activity compensation")
    ACTIVITY_GRANT = "activity_grant", _("Activity grant or development allowance")
    INTRODUCTION_BENEFIT = "introduction_benefit", _("Introduction benefit")
    UNEMPLOYMENT_INSURANCE = "unemployment_insurance", _("Unemployment insurance")
    SOCIAL_ASSISTANCE = "social_assistance", _("Social assistance")
    STUDY_SUPPORT = "study_support", _("Study support")
    PARENTAL_BENEFIT = "parental_benefit", _("Parental benefit")
    OTHER_PUBLIC = "other_public", _("Other public support")
    NONE = "none", _("No public support")


class Education(models.TextChoices):
    NONE = "none", _("Compulsory school not completed")
    COMPULSORY = "compulsory", _("Compulsory school")
    UPPER_SECONDARY = "upper_secondary", _("Upper secondary school")
    HIGHER_UP_TO_1Y = "higher_up_to_1y", _("Higher education up to 1 year")
    HIGHER_OVER_1Y = "higher_over_1y", _("Higher education over 1 year")
    UNKNOWN = "unknown", _("Not known")


class Occupation(models.TextChoices):
    EMPLOYED = "employed", _("Work without subsidy")
    SUBSIDISED = "subsidised", _("Subsidised work")
    OWN_BUSINESS = "own_business", _("Own business")
    STUDIES = "studies", _("Studies")
    JOBSEEKER = "jobseeker", _("Seeking work")
    WORK_TRAINING = "work_training", _("Work training or placement")
    DAILY_ACTIVITIES = "daily_activities", _("Daily activities")
    PARENTAL_LEAVE = "parental_leave", _("Parental leave")
    NONE = "none", _("No occupation")
    UNKNOWN = "unknown", _("Not known")


class ExitReason(models.TextChoices):
    """Why an enrolment ended (the five of SUS and its misregistration)."""

    WORK_STUDIES_JOBSEEKING = "work_studies_jobseeking", _("Work, studies or seeking work")
    CONTINUED_REHABILITATION = "continued_rehabilitation", _("Continued rehabilitation")
    ILLNESS = "illness", _("Illness")
    MOVED = "moved", _("Moved")
    OTHER = "other", _("Other reason")
    MISREGISTRATION = "misregistration", _("Misregistration")
