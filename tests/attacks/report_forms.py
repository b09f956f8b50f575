"""Forms of reports: who sends them, and a good one to start from."""

REPORT_FORMS = {
    "/reports/plot": ("ada", {"title": "The plot in spring", "purpose": "For the committee"}),
    "/reports/plot/nowhere": ("ada", {"revision": "1", "do": "heading", "heading": "What we heard", "place": "0"}),
    "/reports/plot/nowhere/back": ("ada", {"revision": "1", "to": "1"}),
    "/reports/plot/nowhere/freeze": ("ada", {"revision": "1"}),
}
