"""What ought to hold in an association's annual report and its appendices (the Kalmar report of 2022)."""

from .laws import read_laws

LAWS = read_laws("""
# participants
sum | participants_sum.{c} = sum(participants_by_initiative.*.{c})
identity | participants_by_initiative.{i}.total = participants_by_initiative.{i}.ended + participants_by_initiative.{i}.ongoing
identity | participants_sum.total = participants_sum.ended + participants_sum.ongoing
identity | participants_by_year.{y}.total = participants_by_year.{y}.ended + participants_by_year.{y}.ongoing
at least | participants_by_initiative.{i}.total >= participants_by_initiative.{i}.new
at least | participants_by_year.{y}.total >= participants_by_year.{y}.new
carry | participants_by_year.{y}.total = participants_by_year.{y-1}.ongoing + participants_by_year.{y}.new
same quantity twice | participants_by_year.{latest}.{c} = participants_sum.{c}
sum | participants_sum.new = new_participants.women + new_participants.men
share | new_participants.under_30_percent = new_participants.under_30 / participants_sum.new
share | discharged.work_or_studies_percent = discharged.work_or_studies / discharged.total
share | discharged.registered_as_jobseeker_percent = discharged.registered_as_jobseeker / discharged.total
at least | discharged.total >= discharged.work_or_studies + discharged.registered_as_jobseeker
same quantity twice | discharged.total = participants_sum.ended

# the appendices of the initiatives
against table | appendix_figures.{i}.{c} = participants_by_initiative.{i}.{c} | definition
share | appendix_figures.{i}.work_or_studies_percent = appendix_figures.{i}.work_or_studies / appendix_figures.{i}.ended
at least | appendix_figures.{i}.total >= appendix_figures.{i}.new
at least | appendix_figures.{i}.total >= appendix_figures.{i}.ended
at least | appendix_figures.{i}.ended >= appendix_figures.{i}.work_or_studies
at least | appendix_figures.{i}.since_start.total >= appendix_figures.{i}.total
at least | appendix_figures.{i}.since_start.ended >= appendix_figures.{i}.ended
at least | appendix_figures.{i}.since_start.work_or_studies >= appendix_figures.{i}.work_or_studies
sum | appendix_figures.{i}.since_start.work_or_studies = appendix_figures.{i}.since_start.work + appendix_figures.{i}.since_start.studies
same quantity twice | appendix_figures.{i}.income_at_start.persons = appendix_figures.{i}.new
same quantity twice | appendix_figures.{i}.income_at_end.persons = appendix_figures.{i}.ended
same quantity twice | appendix_figures.{i}.after_discharge.ended = appendix_figures.{i}.ended

# the statements
statement | income_statement.{y}.operating_result = income_statement.{y}.income + income_statement.{y}.costs
statement | income_statement.{y}.result = income_statement.{y}.operating_result + ?income_statement.{y}.financial_income + ?income_statement.{y}.financial_costs
statement | balance_sheet.{y}.assets = balance_sheet.{y}.receivables + balance_sheet.{y}.cash
statement | balance_sheet.{y}.equity_and_liabilities = balance_sheet.{y}.opening_equity + balance_sheet.{y}.result + balance_sheet.{y}.short_term_liabilities
statement | balance_sheet.{y}.assets = balance_sheet.{y}.equity_and_liabilities
statement | balance_sheet.{y}.opening_equity = balance_sheet.{y-1}.opening_equity + balance_sheet.{y-1}.result
statement | operating_report.closing_equity.outcome = balance_sheet.{latest}.opening_equity + balance_sheet.{latest}.result | at balance_sheet {latest} opening equity + result against closing equity
statement | operating_report.closing_equity.budget = balance_sheet.{latest}.opening_equity + operating_report.result.budget
statement | cash_flow.{y}.operating = cash_flow.{y}.result + cash_flow.{y}.change_receivables + cash_flow.{y}.change_liabilities
statement | cash_flow.{y}.closing_cash = cash_flow.{y}.opening_cash + cash_flow.{y}.operating
statement | cash_flow.{y}.opening_cash = cash_flow.{y-1}.closing_cash
statement | cash_flow.{y}.change_receivables = balance_sheet.{y-1}.receivables - balance_sheet.{y}.receivables
statement | cash_flow.{y}.change_liabilities = balance_sheet.{y}.short_term_liabilities - balance_sheet.{y-1}.short_term_liabilities
statement | multi_year.{y}.result = multi_year.{y}.income - multi_year.{y}.costs
statement | multi_year.{y}.equity = multi_year.{y-1}.equity + multi_year.{y}.result | at multi_year {y-1}→{y} equity
same quantity twice | balance_sheet.{y}.result = income_statement.{y}.result
same quantity twice | cash_flow.{y}.result = income_statement.{y}.result
same quantity twice | cash_flow.{y}.closing_cash = balance_sheet.{y}.cash
same quantity twice | multi_year.{y}.income = income_statement.{y}.income
same quantity twice | multi_year.{y}.costs = -income_statement.{y}.costs
same quantity twice | multi_year.{y}.result = income_statement.{y}.result
same quantity twice | balance_sheet.{y}.opening_equity = multi_year.{y-1}.equity

# notes to the statements
sum | balance_sheet.{y}.receivables = sum(receivables.{y}.*)
sum | balance_sheet.{y}.short_term_liabilities = sum(short_term_liabilities.{y}.*)
sum | contributions.{y}.sum = sum(contributions.{y}.!sum)
sum | external_costs_sum.{y} = sum(external_costs.*.{y})
sum | personnel_costs_sum.{y} = sum(personnel_costs.*.{y})
sum | costs_sum.{y} = external_costs_sum.{y} + personnel_costs_sum.{y}
sum | initiative_costs_sum = sum(initiative_costs.*.amount)
same quantity twice | contributions.{y}.sum = income_statement.{y}.income
same quantity twice | costs_sum.{y} = -income_statement.{y}.costs
same quantity twice | external_costs.Lämnade bidrag.{latest} = initiative_costs_sum

# budget and outcome
difference | operating_report.net_cost.deviation = operating_report.net_cost.budget - operating_report.net_cost.outcome
difference | operating_report.member_fees.deviation = operating_report.member_fees.outcome - operating_report.member_fees.budget
difference | operating_report.result.deviation = operating_report.result.outcome - operating_report.result.budget
difference | operating_report.closing_equity.deviation = operating_report.closing_equity.outcome - operating_report.closing_equity.budget
statement | operating_report.result.outcome = operating_report.member_fees.outcome - operating_report.net_cost.outcome + ?operating_report.financial.outcome
statement | operating_report.result.budget = operating_report.member_fees.budget - operating_report.net_cost.budget + ?operating_report.financial.budget
statement | operating_report.financial.outcome = income_statement.{latest}.financial_income + income_statement.{latest}.financial_costs
sum | operating_report.member_fees.outcome = operating_report.member_fees.course_fees + operating_report.member_fees.contributions + ?contributions.{latest}.rounding | at operating_report member_fees
sum | operating_report.member_fees.contributions = sum(contributions.{latest}.!sum,rounding,other_income)
same quantity twice | operating_report.member_fees.course_fees = contributions.{latest}.other_income
same quantity twice | operating_report.net_cost.outcome = -income_statement.{latest}.costs
same quantity twice | operating_report.member_fees.outcome = income_statement.{latest}.income
same quantity twice | operating_report.result.outcome = income_statement.{latest}.result
same quantity twice | operating_report.liquid_assets = balance_sheet.{latest}.cash
same quantity twice | multi_year.{latest}.equity = operating_report.closing_equity.outcome

# goals
difference | goals.{g}.deviation = goals.{g}.budget - goals.{g}.outcome
difference | goals.{g}.over_by = goals.{g}.outcome - goals.{g}.limit
share | goals.{g}.deviation_percent = goals.{g}.deviation / goals.{g}.budget
share | goals.{g}.outcome_percent = goals.{g}.outcome / goals.{g}.member_income
same quantity twice | goals.{g}.member_income = income_statement.{latest}.income
same quantity twice | goals.{g}.budget = initiative_budget
""")  # noqa: E501 (a law is one line)

# Kronor where the name does not say; all other whole numbers of the report are counted one by one.
MONEY = {
    "goals",
    "initiative_costs",
    "initiative_costs_sum",
    "initiative_budget",
    "collaboration_activities",
    "contributions",
    "external_costs",
    "external_costs_sum",
    "personnel_costs",
    "personnel_costs_sum",
    "costs_sum",
    "income_statement",
    "balance_sheet",
    "receivables",
    "short_term_liabilities",
    "cash_flow",
    "operating_report",
    "multi_year",
}
TWO_YEARS = {"external_costs", "external_costs_sum", "personnel_costs", "personnel_costs_sum", "costs_sum"}
YEARLY = {"participants_by_year", "income_statement", "balance_sheet", "multi_year"}
