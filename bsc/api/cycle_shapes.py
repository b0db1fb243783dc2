"""What a cycle answers, and what may be sent of it."""

from typing import Any

from rest_framework import serializers

from bsc.api.asking import Given, Key, Paging
from bsc.api.shapes import Person
from collaboratives.enums import Role
from pdsa.enums import Decision, Scale, Stage, Status
from pdsa.models import Cycle, CycleOwner

PLAN = (
    "what", "what_is_different", "scale", "who", "where", "starts_on", "ends_on", "prediction",
    "look_at", "visibility",
)  # fmt: skip
STORY = (
    "carried_out", "what_happened", "numbers", "observations", "compared", "what_we_learned",
)  # fmt: skip
ACT = ("decision", "why", "next_step")


class OwnerShape(serializers.Serializer[CycleOwner]):
    """One of those who write in the cycle."""

    id = serializers.IntegerField(source="member_id")
    name = serializers.CharField(source="member.user.name")


class CycleShape(serializers.ModelSerializer[Cycle]):
    """One Plan-Do-Study-Act cycle. Send ``revision`` back when you change it."""

    team = serializers.IntegerField(source="ramp.team_id", allow_null=True)
    idea = serializers.CharField(source="ramp.idea")
    driver = serializers.IntegerField(source="ramp.secondary_driver_id", allow_null=True)
    owners = OwnerShape(many=True)
    comments = serializers.IntegerField(source="comment_count")
    changed_by = Person()

    class Meta:
        model = Cycle
        fields = (
            "id", "ramp", "team", "idea", "driver", "number", "status", *PLAN, "collection_plan",
            *STORY, *ACT, "language", "owners", "comments", "revision", "changed_by", "changed_at",
            "created_at", "posted_at", "finished_at",
        )  # fmt: skip


class CountsShape(serializers.Serializer[Any]):
    """How many posted cycles are planned, being tried, and learned from."""

    planned = serializers.IntegerField()
    trying = serializers.IntegerField()
    learned = serializers.IntegerField()


class CycleFilters(Paging):
    """Which cycles."""

    team = Key(required=False)
    ramp = Key(required=False)
    driver = Key(required=False)
    owner = Key(required=False)
    own = serializers.BooleanField(required=False, help_text="Those of one's own team.")
    status = serializers.ChoiceField(choices=Status.choices, required=False)
    scale = serializers.ChoiceField(choices=Scale.choices, required=False)
    stage = serializers.ChoiceField(
        choices=Stage.choices, required=False, help_text="How far its idea has come."
    )
    role = serializers.ChoiceField(
        choices=Role.choices, required=False, help_text="Which one of its owners holds."
    )
    decision = serializers.ChoiceField(choices=Decision.choices, required=False)
    words = serializers.CharField(
        max_length=100, required=False, help_text='As in a web search: "exact", or, -without.'
    )


class Words(Given, serializers.ModelSerializer[Cycle]):
    """Texts of a cycle, each as long as on its page; only the ones that are sent are written."""

    class Meta:
        model = Cycle
        fields: tuple[str, ...] = PLAN
        extra_kwargs = {name: {"required": False} for name in (*PLAN, *STORY)} | {
            "what": {"allow_blank": False, "required": False},
            "scale": {"allow_blank": False, "required": False},
            "what_happened": {"allow_blank": False, "required": False},
            "what_we_learned": {"allow_blank": False, "required": False},
            "carried_out": {"allow_blank": False, "required": False},
        }


class CycleBegun(Words):
    """A new idea with the draft of its first cycle. The same ``token`` again makes no second one."""

    team = Key(required=False, allow_null=True, help_text="Needed where there is a choice.")
    driver = Key(required=False, allow_null=True)
    token = serializers.UUIDField(required=False)

    class Meta(Words.Meta):
        fields = (*PLAN, "team", "driver", "token")
        extra_kwargs = Words.Meta.extra_kwargs | {"what": {"allow_blank": False, "required": True}}


class CycleChanged(Words):
    """What changes, and the revision it was made from."""

    revision = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    driver = Key(required=False, allow_null=True, help_text="In an idea's first cycle only.")
    owners = serializers.ListField(
        child=Key(), max_length=50, required=False, help_text="Teammates who write in it, too."
    )

    class Meta(Words.Meta):
        fields = (*PLAN, *STORY, "revision", "driver", "owners")


class Decided(Given, serializers.ModelSerializer[Cycle]):
    """What comes next, and the revision it was decided on."""

    revision = serializers.IntegerField(min_value=1, max_value=2**31 - 1)

    class Meta:
        model = Cycle
        fields = (*ACT, "revision")
        extra_kwargs = {
            "decision": {"allow_blank": False, "required": True},
            "why": {"required": False},
            "next_step": {"required": False},
        }


class Borrowed(Given):
    """For which team. The same ``token`` again makes no second plan."""

    team = Key(required=False, allow_null=True, help_text="Needed where there is a choice.")
    token = serializers.UUIDField(required=False)
