"""Where one writes at a time, what has happened is noted before anything begins."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from store.turns import Turns


def waiting(turns: Turns, threads: ThreadPoolExecutor, went: list[str], *names: str):
    """Let these wait for a turn; those named "note" are first."""

    def take(name: str) -> None:
        with turns.turn(first=name.startswith("note")):
            went.append(name)

    return [threads.submit(take, name) for name in names]


def test_whoever_notes_goes_before_all_who_waited_longer():
    turns, went = Turns(), []
    with ThreadPoolExecutor(9) as threads:
        with turns.turn(first=False):
            tasks = waiting(
                turns, threads, went, "work 1", "work 2", "note 1", "note 2"
            )
            while turns.waiting < len(tasks):
                Event().wait(0.001)
        for task in tasks:
            task.result(5)
    assert {*went[:2]} == {"note 1", "note 2"}
    assert len(went) == 4


def test_one_at_a_time_and_a_fault_gives_the_turn_back():
    turns, inside, most = Turns(), 0, 0

    def work() -> None:
        nonlocal inside, most
        with turns.turn(first=False):
            inside += 1
            most = max(most, inside)
            Event().wait(0.001)
            inside -= 1
            raise LookupError

    with ThreadPoolExecutor(8) as threads:
        tasks = [threads.submit(work) for _ in range(20)]
        assert all(isinstance(task.exception(5), LookupError) for task in tasks)
    assert most == 1
