"""A video of 420 seconds is completed by everyone who plays it."""

import random

import pytest

from tests.rulebook.learning.one_person import DAY, HOUR, OnePerson, pieces


@pytest.mark.parametrize("rate", [0.5, 1, 1.5, 2])
def test_playing_it_through_completes_it_at_every_speed_of_the_player(rate: float) -> None:
    person = OnePerson()
    person.play(person.lease(0), 0, 0, 420, rate)
    assert person.is_complete()
    assert person.seconds() == 420


def test_interrupted_and_resumed_next_day_under_a_new_lease() -> None:
    person = OnePerson()
    person.play(person.lease(0), 0, 0, 200.4, 2)
    assert not person.is_complete()
    person.play(person.lease(DAY), DAY, 200.4, 420, 2)
    assert person.is_complete()


def test_interrupted_and_resumed_next_day_under_the_same_lease() -> None:
    person = OnePerson()
    lease = person.lease(0)
    person.play(lease, 0, 0, 200, 1)
    person.play(lease, DAY, 200, 420, 1)
    assert person.is_complete()


def test_rewinding_again_and_again() -> None:
    person = OnePerson()
    lease = person.lease(0)
    at = person.play(lease, 0, 0, 300, 2)
    for _ in range(5):
        at = person.play(lease, at, 30, 90, 2)
    person.play(lease, at, 290, 420, 2)
    assert person.is_complete()


def test_the_second_half_before_the_first() -> None:
    person = OnePerson()
    lease = person.lease(0)
    person.play(lease, person.play(lease, 0, 210, 420, 1.5), 0, 210, 1.5)
    assert person.is_complete()


def test_a_late_shuffled_batch_under_an_earlier_lease() -> None:
    person = OnePerson()
    offline = person.lease(0)
    at = person.play(person.lease(HOUR), HOUR, 0, 60, 1)
    batch = pieces(0, 420)
    random.Random(7).shuffle(batch)
    judgement = person.post(offline, at, batch)
    assert not judgement.refused
    assert person.is_complete()


def test_a_batch_that_waited_six_days_for_a_network() -> None:
    person = OnePerson()
    lease = person.lease(0)
    person.post(lease, 6 * DAY, pieces(0, 420))
    assert person.is_complete()


def test_a_whole_series_in_one_evening_at_twice_the_speed() -> None:
    person, at = OnePerson(), 0.0
    for video in "abcde":
        at = person.play(person.lease(at, video), at, 0, 420, 2)
    assert all(person.is_complete(video) for video in "abcde")


def test_a_player_whose_last_report_falls_just_short_of_the_end() -> None:
    person = OnePerson()
    person.play(person.lease(0), 0, 0.03, 419.97, 1)
    assert person.is_complete()


def test_a_refused_report_counts_when_it_is_sent_again_later() -> None:
    person = OnePerson()
    lease = person.lease(0)
    early = person.post(lease, 5, pieces(0, 60))
    assert [piece.stretch for piece in early.accepted] == [(0, 15_000)]
    again = person.post(lease, 30, pieces(0, 60))
    assert not again.refused
    assert person.seconds() == 60
