"""The labelled replies: sound themselves, and read as they are labelled."""

import pytest

from benchmarks.planted import shipped
from benchmarks.replies import Score, Verdict, corpus, findings, read, scores
from rules.understand import What

RIGHT, WRONG = 97, 1  # percent of the replies, for every field
LEAST = 400
# Percent of the replies labelled as saying nothing that may be asked about: where two
# things fit, the label is nothing, and asking is right.
ASKED = 10


@pytest.fixture(scope="module")
def tasks():
    return {task.id: task for task in shipped()[0].tasks()}


@pytest.fixture(scope="module")
def understood(tasks):
    return {
        part: [(reply, read(reply, tasks)) for reply in corpus(part)]
        for part in ("build", "measure")
    }


def _scores(understood, part) -> dict[What, Score]:
    return scores((reply, findings(found)) for reply, found in understood[part])


def test_the_corpus_is_large_split_once_and_names_what_there_is(tasks):
    build, measure = corpus("build"), corpus("measure")
    told = [(reply.task, reply.text) for reply in (*build, *measure)]
    assert len(told) >= LEAST
    assert len(set(told)) == len(told)
    assert len(measure) >= len(build) // 3
    for reply in (*build, *measure):
        task = tasks[reply.task]
        assert set(reply.said[What.READING]) <= {one.id for one in task.indicators}
        assert reply.said[What.MEASURE] <= {one.id for one in task.measures}
        for what in (What.PROBLEM, What.NEEDS):
            assert str(reply.said[what]) in reply.text


@pytest.mark.parametrize("part", ["build", "measure"])
def test_every_field_is_read_right_and_hardly_ever_wrong(understood, part):
    missed = {
        f"{what}: {score.share(Verdict.RIGHT):.1f} % right,"
        f" {score.share(Verdict.WRONG):.1f} % wrong"
        for what, score in _scores(understood, part).items()
        if score.share(Verdict.RIGHT) < RIGHT or score.share(Verdict.WRONG) >= WRONG
    }
    assert missed == set()


@pytest.mark.parametrize("part", ["build", "measure"])
def test_who_says_nothing_is_hardly_ever_asked(understood, part):
    silent = [
        found
        for reply, found in understood[part]
        if not any(findings(found).values()) and not any(reply.said.values())
    ]
    assert len(silent) > LEAST // 20
    asked = sum(bool(found.doubts) for found in silent)
    assert 100 * asked <= ASKED * len(silent)


@pytest.mark.parametrize("part", ["build", "measure"])
def test_every_finding_says_where_it_stands(understood, part):
    for reply, found in understood[part]:
        told = {(one.what, one.which) for one in found.sources}
        assert told == _found(found), reply.text
        for one in found.sources:
            start, end = one.span
            assert 0 <= start < end <= len(reply.text), reply.text
            assert 0 < one.confidence <= 100


def _found(found) -> set[tuple[What, str]]:
    said = {
        What.PERCENT: found.percent is not None,
        What.STATUS: found.status,
        What.EXPECTED: found.expected,
        What.PROBLEM: found.problem,
        What.NEEDS: found.needs,
        What.UNCHANGED: found.unchanged,
    }
    return (
        {(what, "") for what, there in said.items() if there}
        | {(What.READING, one.indicator) for one in found.readings}
        | {(What.MEASURE, one) for one in found.done_measures}
    )
