"""Errors for the impossible, questions for the unlikely."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from bsc.exports.cells import safe_cell
from metrics.checks import refuse_impossible, usual_if_unlikely
from metrics.models import MetricDefinition


@pytest.mark.parametrize(
    ("kind", "numerator", "denominator", "field"),
    (
        ("percent", 17, 16, "numerator"),
        ("percent", -1, 16, "numerator"),
        ("percent", 0, 0, "denominator"),
        ("percent", 3, 0, "denominator"),
        ("rate", 9, 0, "denominator"),
        ("rate", 9, -2, "denominator"),
    ),
)
def test_what_no_period_can_have(kind, numerator, denominator, field):
    with pytest.raises(ValidationError) as refused:
        refuse_impossible(MetricDefinition(kind=kind), Decimal(numerator), Decimal(denominator))
    assert set(refused.value.message_dict) == {field}


@pytest.mark.parametrize(
    ("kind", "numerator", "denominator"), (("percent", 16, 16), ("rate", 9, 2))
)
def test_what_is_fine(kind, numerator, denominator):
    refuse_impossible(MetricDefinition(kind=kind), Decimal(numerator), Decimal(denominator))


def numbers(*values):
    return [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("new", "earlier", "usual"),
    (
        (1200, numbers(12, 11, 13), Decimal(12)),
        (2, numbers(40, 41, 38, 44), Decimal("40.5")),
        (12, numbers(2, 2, 3), None),  # small counts jump
        (0, numbers(3, 4, 5), None),
        (1200, numbers(12, 11), None),  # too few to know what is usual
        (20, numbers(12, 11, 13), None),
    ),
)
def test_what_is_unlikely(new, earlier, usual):
    assert usual_if_unlikely(Decimal(new), earlier) == usual


@pytest.mark.parametrize("start", "=+-@\t\r")
def test_a_cell_is_never_a_formula(start):
    assert safe_cell(f"{start}1+1") == f"'{start}1+1"


def test_other_cells_stay_as_they_are():
    assert safe_cell("Closed for snow") == "Closed for snow"
