"""Turns and pauses."""

import threading
import time

import pytest

from suppliers.geocoding.pace import Breaker, Pace, TooLateError


def test_pace_of_many_threads_stays_even():
    pace, turns = Pace(per_second=100), []

    def take_turns():
        for _ in range(5):
            pace.wait()
            turns.append(time.monotonic())

    threads = [threading.Thread(target=take_turns) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(turns) == 20
    assert max(turns) - min(turns) >= 19 * 0.01 - 0.01


def test_pace_first_turn_is_now():
    began = time.monotonic()
    Pace(per_second=1).wait()
    assert time.monotonic() - began < 0.5


def test_pace_turn_after_the_deadline_is_refused_at_once():
    pace = Pace(per_second=0.1)
    pace.wait()
    began = time.monotonic()
    with pytest.raises(TooLateError):
        pace.wait(deadline=began + 1)
    assert time.monotonic() - began < 0.5


def test_pace_refused_turn_is_left_to_others():
    pace = Pace(per_second=0.5)  # a turn kept for who was refused would be two seconds
    pace.hold(0.2)
    with pytest.raises(TooLateError):
        pace.wait(deadline=time.monotonic())
    began = time.monotonic()
    pace.wait()
    assert 0.1 < time.monotonic() - began < 1.5


def test_pace_on_hold_gives_no_turn():
    pace = Pace(per_second=1000)
    began = time.monotonic()  # a hold counts from the moment it is asked
    pace.hold(0.1)
    pace.wait()
    assert time.monotonic() - began >= 0.1


def test_breaker_opens_after_so_many_failures_in_a_row():
    breaker = Breaker(failures=2, seconds=60)
    breaker.failed()
    assert not breaker.is_open
    breaker.failed()
    assert breaker.is_open


def test_breaker_forgets_failures_after_a_success():
    breaker = Breaker(failures=2, seconds=60)
    breaker.failed()
    breaker.succeeded()
    breaker.failed()
    assert not breaker.is_open


def test_breaker_opens_again_when_the_first_question_after_the_pause_fails():
    breaker = Breaker(failures=2, seconds=0.05)
    breaker.failed()
    breaker.failed()
    time.sleep(0.06)
    assert not breaker.is_open
    breaker.failed()
    assert breaker.is_open
