"""What ought to hold in an initiative's plan: posts, budget, places, shares (plans of Sörmland 2019–2025)."""

from .laws import read_laws

LAWS = read_laws("""
sum | {p}.staffing_sum.{c} = sum({p}.staffing.*.{c})
sum | {p}.staffing_sum.municipalities_percent = sum({p}.staffing.*.0)
sum | {p}.staffing_sum.association_percent = sum({p}.staffing.*.1)
share | {p}.staffing.{m}.population_share_percent = {p}.staffing.{m}.population / {p}.staffing_sum.population
sum | {p}.budget_total_tkr = sum({p}.budget_lines_tkr.*)
share | {p}.share_of_initiative_funds_percent = {p}.budget_total_tkr / {p}.budget_total_tkr + {p}.left_for_other_initiatives_tkr
sum | {p}.budget_tkr.{line}.3 = {p}.budget_tkr.{line}.0 + {p}.budget_tkr.{line}.1 + {p}.budget_tkr.{line}.2
sum | {p}.budget_tkr.Totalt.{n} = sum({p}.budget_tkr.!Totalt.{n})
sum | {p}.places.planned_total = sum({p}.places.!planned_total,planned_per_track)
sum | {p}.context.activity_compensation_feb_2019.{m}.0 = {p}.context.activity_compensation_feb_2019.{m}.1 + {p}.context.activity_compensation_feb_2019.{m}.2
sum | {p}.context.activity_compensation_feb_2019.Totalt.{n} = sum({p}.context.activity_compensation_feb_2019.!Totalt.{n})
""")  # noqa: E501 (a law is one line)
