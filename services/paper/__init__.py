"""Paper: the sheets that are printed, filled in by hand and keyed back, as HTML for print and as XLSX."""
