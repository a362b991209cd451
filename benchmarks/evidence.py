"""How often each kind of evidence was right: `python -m benchmarks.evidence`.

Counts the findings of every kind in the measuring part of the labelled replies, as
the figures in `rules/understand/evidence.py` were counted: (right + 1) of (found + 2).
"""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from benchmarks.planted import shipped
from benchmarks.replies import Reply, Verdict, corpus, findings, judge, read
from rules.catalog import Task
from rules.ids import TaskId
from rules.understand import Subject, What, understand
from rules.understand.doubts import doubts
from rules.understand.evidence import CONFIDENCE, Evidence
from rules.understand.figures import figures
from rules.understand.reply import ready


def main() -> None:
    tasks = {task.id: task for task in shipped()[0].tasks()}
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for reply in corpus("measure"):
        task = tasks[TaskId(reply.task)]
        for kind, holds in (
            *_numbers(reply, task),
            *_asked(reply, task),
            *_words(reply, task),
        ):
            found[kind] += 1
            right[kind] += holds
    for kind in CONFIDENCE:
        share = 100 * (right[kind] + 1) // (found[kind] + 2)
        print(f"{kind:10} {right[kind]:4} of {found[kind]:4} right: {share}")


def _numbers(reply: Reply, task: Task) -> Iterator[tuple[Evidence, bool]]:
    said = figures(ready(reply.text, Subject(task=task, totals={}), reply.today))
    percent = said.percent
    if percent:
        yield percent.evidence, percent.percent == reply.said[What.PERCENT]
    labels = reply.said[What.READING]
    for one in said.counted:
        reading = one.reading()
        sign = "+" if reading.kind == "increment" else ""
        value = sign + f"{Decimal(reading.value).normalize():f}"
        yield (
            one.evidence,
            isinstance(labels, dict) and (labels.get(reading.indicator) == value),
        )


def _asked(reply: Reply, task: Task) -> Iterator[tuple[Evidence, bool]]:
    ready_ = ready(reply.text, Subject(task=task, totals={}), reply.today)
    said = understand(reply.text, ready_.subject, reply.today)
    for one in doubts(ready_, figures(ready_), said):
        option, labels = one.doubt.options[0], reply.said
        reading = option.reading
        readings = labels[What.READING]
        yield (
            one.evidence,
            bool(
                (
                    reading
                    and isinstance(readings, dict)
                    and reading.indicator in readings
                )
                or (
                    option.percent is not None
                    and option.percent == labels[What.PERCENT]
                )
                or (option.status and option.status == labels[What.STATUS])
                or (option.expected and option.expected == labels[What.EXPECTED])
            ),
        )


def _words(reply: Reply, task: Task) -> Iterator[tuple[What, bool]]:
    found = findings(read(reply, {task.id: task}))
    for what in CONFIDENCE:
        if isinstance(what, What) and found[what]:
            verdict = judge(what, reply.said[what], found[what])
            yield what, verdict is not Verdict.WRONG


if __name__ == "__main__":
    main()
