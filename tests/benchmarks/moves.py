"""How long the preview of a move takes: server time, from request to written answer.

Run by `make bench`. The last Learning Session moves by three weeks in a draft, in the ordinary story,
which has more tasks, events and people than the budget names. The floor is the page of that Learning Session for the same person in the same
run; the budget is 300 ms at 200 tasks, 120 events and 40 people.
"""

from datetime import timedelta

from tests.benchmarks.pages import SMALL, large_demonstration, time_page

COORDINATOR = "hana-whitcomb"
BUDGET_MS = 300


def main() -> None:
    """Measure and print; nothing is asserted, for a busy machine is not a defect."""
    with large_demonstration():
        _measure(SMALL)
    print(f"budget {BUDGET_MS} ms at 200 tasks, 120 events, 40 people")


def _measure(slug: str) -> None:
    from django.test import Client  # noqa: PLC0415 -- after Django is set up

    from bsc.accounts.models import User  # noqa: PLC0415 -- as above
    from bsc.embedded.load.story import public_id_of  # noqa: PLC0415 -- as above
    from bsc.tenancy.doors import inside  # noqa: PLC0415 -- as above
    from collaboratives.models import Collaborative, Membership  # noqa: PLC0415 -- as above
    from collaboratives.schedule.models import Event  # noqa: PLC0415 -- as above
    from collaboratives.schedule.moving import EventWish  # noqa: PLC0415 -- as above
    from collaboratives.workplan.models import Task  # noqa: PLC0415 -- as above
    from collaboratives.workplan.moves.applying import draft_move  # noqa: PLC0415 -- as above

    user = User.objects.get(public_id=public_id_of(COORDINATOR))
    collaborative = Collaborative.objects.select_related("organization").get(slug=slug)
    shift = timedelta(weeks=3)
    with inside(collaborative):
        session = Event.objects.filter(kind="learning_session").latest("starts_at")
        wish = EventWish(session.pk, session.starts_at + shift, session.ends_at + shift, 1)
        change = draft_move(
            collaborative=collaborative,
            by=Membership.objects.get(user=user),
            wishes=[wish],
            title="Measured",
        )
        size = (
            f"{Task.objects.filter(withdrawn=False).count()} tasks, {Event.objects.count()} events, "
            f"{Membership.objects.count()} people"
        )
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    floor = time_page(client, f"/c/{slug}/calendar/{session.pk}/")
    taken = time_page(client, f"/c/{slug}/workplan/moves/{change.pk}/")
    with inside(collaborative):
        change.delete()
    print(
        f"{size}: preview {taken:.0f} ms, {taken / floor:.1f} x the event's page ({floor:.0f} ms)"
    )


if __name__ == "__main__":
    main()
