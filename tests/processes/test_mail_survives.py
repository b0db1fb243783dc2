"""The promise about mail, with real processes: nothing lost, nothing doubled outside one window.

The window opens when a worker begins to hand a message over and closes when it has noted the
server's answer. What is killed inside it becomes ``unsure``; sign-in codes are repeated.
"""

import random
import time
from collections import Counter

import pytest
import redis
from django_scopes import scope, scopes_disabled

from bsc.mail.enums import State
from bsc.mail.models import Message
from bsc.mail.services import queue_message
from bsc.notifications.models import Reminder
from tests.factories import CollaborativeFactory, MembershipFactory, MembershipRoleFactory
from tests.factories.mail import ReminderFactory

pytestmark = pytest.mark.processes


def queue_mail(count, collaborative, **changes):
    for number in range(count):
        queue_message(
            **{
                "name": "notice",
                "to": f"reader{number}@example.org",
                "collaborative": collaborative,
                "context": {"thing": "A call"},
                "dedupe_key": f"call:{number}",
            }
            | changes
        )


def queue_in_one_collaborative(count):
    collaborative = CollaborativeFactory()
    with scope(collaborative=collaborative, organization=collaborative.organization):
        queue_mail(count, collaborative)


def states():
    with scopes_disabled():
        return Counter(Message.objects.values_list("state", flat=True))


def all_settled():
    now = states()
    return not now[State.QUEUED] and not now[State.SENDING]


def state_by_address():
    with scopes_disabled():
        return dict(Message.objects.values_list("address", "state"))


def test_two_workers_send_each_of_60_messages_once(workers, smtp, beat):
    workers.start(2)
    queue_in_one_collaborative(60)
    smtp.delay = 0.01
    beat()
    workers.until(all_settled, "60 messages to be sent")
    assert states() == {State.SENT: 60}
    assert Counter(smtp.addresses()) == {f"reader{n}@example.org": 1 for n in range(60)}
    assert all(done > 0 for done in workers.tasks_done())


def test_what_was_queued_before_redis_was_emptied_is_sent_by_the_sweep(workers, smtp, beat, broker):
    queue_in_one_collaborative(30)
    with redis.Redis.from_url(broker) as client:
        assert client.llen("celery") == 30
        client.flushall()
    workers.start(1)
    beat()
    workers.until(all_settled, "30 messages to be sent")
    assert states() == {State.SENT: 30}
    assert len(set(smtp.addresses())) == len(smtp.taken) == 30


def test_workers_killed_at_any_moment_lose_nothing_and_double_nothing(workers, smtp, beat):
    chance = random.Random(20261)  # noqa: S311 -- a seeded choice of moments
    killed = {}
    wanted = {5: "offered", 12: "taken"}

    def meanwhile(stage, address, port):
        for after, at in wanted.items():
            if stage == at and len(smtp.taken) >= after and at not in killed:
                killed[at] = address
                workers.kill_sender(port)
                workers.start()

    smtp.meanwhile, smtp.delay = meanwhile, 0.04
    queue_in_one_collaborative(120)
    workers.start(2)
    beat()
    workers.until(lambda: len(killed) == len(wanted), "both kills")
    kills = len(wanted)
    while len(smtp.taken) < 70:
        workers.until(workers.alive, "a worker")
        so_far = len(smtp.taken)
        workers.until(lambda so_far=so_far: len(smtp.taken) > so_far, "work to go on")
        time.sleep(chance.uniform(0, 0.2))
        if kills < 5:
            workers.kill(chance.choice(workers.alive()))
            workers.start()
            kills += 1
    workers.until(all_settled, "every message to be settled")

    arrived, now = Counter(smtp.addresses()), state_by_address()
    assert set(now.values()) == {State.SENT, State.UNSURE}
    assert [address for address, times in arrived.items() if times > 1] == []
    lost = [a for a, state in now.items() if state == State.SENT and arrived[a] != 1]
    assert lost == []
    assert len(wanted) <= Counter(now.values())[State.UNSURE] <= kills
    assert (now[killed["offered"]], arrived[killed["offered"]]) == (State.UNSURE, 0)
    assert (now[killed["taken"]], arrived[killed["taken"]]) == (State.UNSURE, 1)


def test_a_sign_in_code_killed_in_the_window_comes_again_as_the_same_message(workers, smtp, beat):
    killed = []

    def meanwhile(stage, address, port):
        if stage == "taken" and not killed:
            killed.append(address)
            workers.kill_sender(port)
            workers.start()

    smtp.meanwhile = meanwhile
    queue_mail(1, None, queue="codes")
    workers.start()
    beat()
    workers.until(lambda: states()[State.SENT] == 1, "the code to be sent after all")
    first, second = (message["Message-ID"] for message in smtp.taken)
    assert first == second


def test_a_reminder_goes_out_once_though_workers_compete_and_one_is_killed(workers, smtp, beat):
    collaborative = CollaborativeFactory()
    for _ in range(25):
        membership = MembershipFactory(
            collaborative=collaborative,
            user__quiet_from="00:00",
            user__quiet_until="00:00",
            user__quiet_weekends=False,
        )
        MembershipRoleFactory(membership=membership)
        ReminderFactory(
            kind="processes.reminder", collaborative=collaborative, recipient=membership.user
        )

    killed = []

    def meanwhile(stage, address, port):
        if stage == "offered" and not killed:
            killed.append(address)
            workers.kill_sender(port)

    smtp.meanwhile = meanwhile
    workers.start(3)
    beat()

    def planned():
        with scopes_disabled():
            return Reminder.objects.exclude(state=Reminder.State.SENT).count()

    workers.until(lambda: planned() == 0 and all_settled(), "25 reminders")
    with scopes_disabled():
        assert Message.objects.count() == 25
    assert states() == {State.SENT: 24, State.UNSURE: 1}
    assert max(Counter(smtp.addresses()).values()) == 1
    assert set(smtp.addresses()) == set(state_by_address()) - set(killed)
