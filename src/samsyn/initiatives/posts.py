"""Who is employed where, in per cent of full time: for pages and actions alike."""

from .models import Initiative, Staffing

Cell = tuple[int | None, str, str]  # municipality (None: the whole initiative), post, funder


def staffing_cells(initiative: Initiative, year: int) -> dict[Cell, int]:
    """Per cent of full time, by municipality, post and funder."""
    rows = Staffing.objects.filter(initiative=initiative, year=year)
    return {(one.municipality_id, one.post, one.funder): one.percent for one in rows}


def staffing_years(initiative: Initiative) -> list[int]:
    return sorted(set(initiative.staffing.order_by().values_list("year", flat=True)), reverse=True)
