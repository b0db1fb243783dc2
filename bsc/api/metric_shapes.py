"""What a measure answers, and what may be sent of it."""

from decimal import Decimal

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from bsc.api.asking import Given, Key, Paging
from metrics.definitions import stamp_of
from metrics.enums import Better, Dimension, Kind, MetricStage, Sampling, Tally
from metrics.models import Metric, MetricDefinition


class DefinitionShape(serializers.ModelSerializer[MetricDefinition]):
    """How it is counted from a month on; plotted is numerator / denominator x multiplier."""

    goal = serializers.FloatField(allow_null=True)
    multiplier = serializers.FloatField()

    class Meta:
        model = MetricDefinition
        fields = (
            "id", "from_month", "why", "how_to_count", "example", "kind", "numerator_label",
            "denominator_label", "unit", "better", "goal", "multiplier", "sampling", "by_room",
            "tally", "breakdown", "changed_because",
        )  # fmt: skip


class MetricShape(serializers.ModelSerializer[Metric]):
    """A measure with its definitions, oldest first. ``team``: that team's own one."""

    drivers = serializers.SerializerMethodField()
    definitions = DefinitionShape(many=True)

    class Meta:
        model = Metric
        fields: tuple[str, ...] = (
            "id", "key", "name", "plain_name", "required", "stage", "team", "drivers",
            "definitions",
        )  # fmt: skip

    @extend_schema_field(serializers.ListField(child=serializers.IntegerField()))
    def get_drivers(self, metric: Metric) -> list[int]:
        """Return the ids of the secondary drivers it stands for."""
        return [row.driver_id for row in metric.driver_rows.all()]


class OneMetricShape(MetricShape):
    """The same with a ``stamp``: it changes with every word, so send it back with a change."""

    stamp = serializers.SerializerMethodField()

    class Meta(MetricShape.Meta):
        fields = (*MetricShape.Meta.fields, "stamp")

    def get_stamp(self, metric: Metric) -> str:
        """Return the mark of what it says now."""
        return stamp_of(metric)


class MetricFilters(Paging):
    """Which measures."""

    driver = Key(required=False)
    required = serializers.BooleanField(required=False)  # type: ignore[assignment] # a declared field
    sampling = serializers.ChoiceField(choices=Sampling.choices, required=False)
    stage = serializers.ChoiceField(choices=MetricStage.choices, required=False)
    team = Key(required=False, help_text="What this team counts.")
    words = serializers.CharField(max_length=100, required=False)


def text(length: int) -> serializers.CharField:
    """Return a field for words that may be left out."""
    return serializers.CharField(max_length=length, required=False, allow_blank=True)


def decimal() -> serializers.DecimalField:
    """Return a field for a number that may be left out."""
    return serializers.DecimalField(
        max_digits=10, decimal_places=2, min_value=Decimal(0), required=False, allow_null=True
    )


class MetricChanged(Given):
    """What changes. Once there are numbers: words alone, or with ``changed_because`` from a month."""

    stamp = serializers.CharField(max_length=40)
    name = serializers.CharField(max_length=200, required=False)
    plain_name = serializers.CharField(max_length=200, required=False)
    required = serializers.BooleanField(required=False)  # type: ignore[assignment] # a declared field
    from_month = serializers.DateField(required=False, help_text="The first day of a month.")
    changed_because = text(300)
    why = text(1000)
    how_to_count = text(2000)
    example = text(1000)
    kind = serializers.ChoiceField(choices=Kind.choices, required=False)
    numerator_label = serializers.CharField(max_length=120, required=False)
    denominator_label = text(120)
    multiplier = decimal()
    unit = text(60)
    better = serializers.ChoiceField(choices=Better.choices, required=False)
    goal = decimal()
    sampling = serializers.ChoiceField(choices=Sampling.choices, required=False)
    by_room = serializers.BooleanField(required=False)
    tally = serializers.ChoiceField(choices=Tally.choices, required=False, allow_blank=True)
    breakdown = serializers.ChoiceField(choices=Dimension.choices, required=False, allow_blank=True)
    drivers = serializers.ListField(child=Key(), max_length=100, required=False)


class MetricDefined(MetricChanged):
    """A new measure: a draft for all teams, or with ``team`` that team's own, in use at once."""

    stamp = None  # type: ignore[assignment] # nothing stands yet
    changed_because = None  # type: ignore[assignment]
    team = Key(required=False, help_text="That team's own measure; it takes fewer fields.")
    token = serializers.UUIDField(
        required=False, help_text="The same again makes no second measure."
    )
    plain_name = serializers.CharField(max_length=200)
    from_month = serializers.DateField(help_text="The first day of a month nobody has sent.")
    kind = serializers.ChoiceField(choices=Kind.choices)
    numerator_label = serializers.CharField(max_length=120)
    better = serializers.ChoiceField(choices=Better.choices)
    sampling = serializers.ChoiceField(choices=Sampling.choices)
