"""Tests of change: ramps of cycles, what people say to them, paper forms and photographs."""

from pdsa.models.cycles import (
    Bundle,
    BundleRamp,
    Cycle,
    CycleOwner,
    Ramp,
    RampMetric,
    StageChange,
)
from pdsa.models.paper import CyclePhoto, PaperForm
from pdsa.models.talk import CommentMention, CycleComment, CycleThanks, PeerInvitation

__all__ = [
    "Bundle",
    "BundleRamp",
    "CommentMention",
    "Cycle",
    "CycleComment",
    "CycleOwner",
    "CyclePhoto",
    "CycleThanks",
    "PaperForm",
    "PeerInvitation",
    "Ramp",
    "RampMetric",
    "StageChange",
]
