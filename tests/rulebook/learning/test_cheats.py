"""A video of 420 seconds is not completed without the time that playing it takes at twice the speed."""

from fieldwise.rulebook.learning.watching import WatchRefusal
from tests.rulebook.learning.one_person import HOUR, OnePerson, pieces


def test_dragging_to_the_end() -> None:
    person = OnePerson()
    person.post(person.lease(0), HOUR, [(0, 3), (417, 420)])
    assert not person.is_complete()
    assert person.seconds() == 6


def test_the_first_tenth_ten_times() -> None:
    person = OnePerson()
    lease = person.lease(0)
    for turn in range(10):
        person.play(lease, turn * 42, 0, 42, 1)
    assert person.seconds() == 42


def test_one_forged_post_of_the_whole_in_one_piece() -> None:
    person = OnePerson()
    judgement = person.post(person.lease(0), HOUR, [(0, 420)])
    assert [refused.reason for refused in judgement.refused] == [WatchRefusal.TOO_LONG]
    assert person.seconds() == 0


def test_one_forged_post_of_the_whole_in_lawful_pieces() -> None:
    person = OnePerson()
    judgement = person.post(person.lease(0), 0, pieces(0, 420))
    assert {refused.reason for refused in judgement.refused} == {WatchRefusal.OVER_BOUND}
    assert person.seconds() == 15


def test_many_posts_at_once() -> None:
    person = OnePerson()
    lease = person.lease(0)
    for piece in pieces(0, 420, size=1):
        person.post(lease, 10, [piece])
    assert person.seconds() == 2 * 10 + 15


def test_sixteen_times_the_speed() -> None:
    person = OnePerson()
    person.play(person.lease(0), 0, 0, 420, 16)
    assert not person.is_complete()
    assert person.seconds() <= 2 * 420 / 16 + 15


def test_five_tabs_that_share_the_video_out() -> None:
    person = OnePerson()
    tabs = [person.lease(0) for _ in range(5)]
    for number, tab in enumerate(tabs):
        person.post(tab, 42, pieces(number * 84, (number + 1) * 84, size=3))
    assert person.seconds() == 2 * 42 + 15


def test_thirty_leases_at_once_on_thirty_videos_share_one_clock() -> None:
    person = OnePerson()
    leases = [person.lease(0, f"v{number}") for number in range(30)]
    for lease in leases:
        person.post(lease, 60, pieces(0, 420, size=5))
    assert person.seconds() == 2 * 60 + 15
    assert not any(person.is_complete(lease.video) for lease in leases)


def test_thirty_leases_one_after_another_do_not_each_bring_a_grace_of_their_own() -> None:
    person = OnePerson()
    for number in range(30):
        person.post(person.lease(number, "a"), number, pieces(0, 420, size=1))
    assert person.seconds() <= 2 * 29 + 15


def test_an_idle_lease_of_eight_hours_on_another_video_opens_nothing_here() -> None:
    person = OnePerson()
    person.lease(0, "idle")
    person.post(person.lease(8 * HOUR, "a"), 8 * HOUR + 10, pieces(0, 420, size=5))
    assert person.seconds("a") == 2 * 10 + 15


def test_idle_leases_on_many_videos_together_bring_twice_the_time_and_one_grace() -> None:
    """What the bound says: waiting half the length and then forging equals playing at twice the speed."""
    person = OnePerson()
    leases = [person.lease(0, f"v{number}") for number in range(140)]
    for lease in leases:
        person.post(lease, 8 * HOUR, pieces(0, 420))
    assert person.seconds() == 2 * 8 * HOUR + 15
    after = person.post(person.lease(8 * HOUR, "more"), 8 * HOUR, pieces(0, 420, size=1))
    assert not after.accepted


def test_a_burst_under_an_old_lease_does_not_widen_what_a_new_lease_allows() -> None:
    person = OnePerson()
    person.post(person.lease(0, "old"), 8 * HOUR, pieces(0, 420))
    person.post(person.lease(8 * HOUR, "new"), 8 * HOUR + 100, pieces(0, 420, size=5))
    assert person.is_complete("old")
    assert person.seconds("new") == 2 * 100 + 15


def test_seconds_under_newer_leases_count_against_an_older_one() -> None:
    person = OnePerson()
    old = person.lease(0, "old")
    person.play(person.lease(0.5, "new"), 0.5, 0, 200, 2)
    person.post(old, 100.5, pieces(0, 420, size=1))
    assert person.seconds("old", "new") == 2 * 100.5 + 15


def test_waiting_half_the_length_less_the_grace_is_not_enough() -> None:
    person = OnePerson()
    person.post(person.lease(0), 200, pieces(0, 420, size=1))
    assert not person.is_complete()
    assert person.seconds() == 415


def test_bounds_out_of_the_video_reversed_or_negative_bring_nothing() -> None:
    person = OnePerson()
    judgement = person.post(person.lease(0), HOUR, [(-5, 5), (415, 425), (50, 40), (-20, -10), (430, 440)])
    assert not judgement.accepted
    assert len(judgement.refused) == 5
    assert person.seconds() == 0
