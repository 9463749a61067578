"""The outputs of a report: PDF, page and spreadsheet, each made from the same resolved tree."""
