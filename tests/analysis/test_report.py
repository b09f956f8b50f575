from analysis.report import Report


def test_a_report_is_a_sentence():
    assert Report(embedded=12, alerts=1).sentence() == "12 narratives embedded, 1 alert raised"
    assert Report().sentence() == "0 alerts raised"
