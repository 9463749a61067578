"""Writes lists as spreadsheets. Text stays text: nothing that somebody typed becomes a formula."""

from io import BytesIO

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def of_enrolments(enrolments) -> tuple[bytes, list[int]]:
    """The file, and the authority of each enrolment in it.

    No identity numbers: the case number leads back.
    """
    headings = [
        _("Case number"), _("Name"), _("Initiative"), _("Track"), _("Municipality"), _("Coach"),
        _("Referred by"),
        _("Approved on"), _("Started on"), _("Ended on"), _("Exit reason"), _("Goes on to"),
    ]  # fmt: skip
    buffer, controllers = BytesIO(), []
    options = {
        "in_memory": True,
        "constant_memory": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(_("Enrolments")[:31])
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, headings, bold)
        for count, enrolment in enumerate(enrolments.iterator(chunk_size=2000), 1):
            controllers.append(enrolment.controller_id)
            texts = (
                enrolment.case_number, enrolment.shown_name, enrolment.initiative.name, enrolment.track,
                enrolment.municipality.name, enrolment.coach, enrolment.get_referrer_display(),
            )  # fmt: skip
            for column, text in enumerate(texts):
                sheet.write_string(count, column, str(text or ""))
            for column, when in enumerate(
                (enrolment.approved_on, enrolment.started_on, enrolment.ended_on), 7
            ):
                if when:
                    sheet.write_datetime(count, column, when, day)
            sheet.write_string(count, 10, enrolment.get_exit_reason_display())
            sheet.write_string(count, 11, enrolment.get_destination_display())
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 11, 18)
    return buffer.getvalue(), controllers


def download(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["Cache-Control"] = "no-store"
    return response
