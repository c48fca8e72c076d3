"""How soon the supervisor starts a child again."""

import os
import signal
import time
from collections.abc import Iterator

import pytest

from fieldwise.shell.supervisor import Child


@pytest.fixture
def child() -> Iterator[Child]:
    """A child that runs and does nothing."""
    child = Child("sleeper", "sleeper", lambda: time.sleep(60))
    child.look()
    yield child
    if child.process:
        child.process.kill()


def kill(child: Child) -> None:
    assert child.process
    assert child.process.pid
    os.kill(child.process.pid, signal.SIGKILL)
    child.process.join()
    child.look()


def test_a_child_that_was_up_is_started_again_at_once_however_often_it_is_killed(child: Child) -> None:
    for _ in range(5):
        child.came_up()
        kill(child)
        assert child.process


def test_a_child_that_never_came_up_waits_ever_longer(child: Child) -> None:
    pauses = []
    for _ in range(3):
        kill(child)
        assert child.process is None
        pauses.append(child.next_start - time.monotonic())
        child.next_start = 0
        child.look()
    assert pauses == sorted(pauses)
    assert pauses[-1] > 3 * pauses[0]
