"""`python -m templates [--locale zh|en] [NAME…]`: every message with sample facts.

`--golden DIR` writes them, as sent, to the files `tests/templates` compares with:
`python -m templates --golden tests/templates/golden`.
"""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from templates import LOCALES, plain, render
from templates.samples import SAMPLES


def golden(name: str, locale: str) -> str:
    """Return every sample of one message as it is sent, each under its heading."""
    return "\n".join(
        f"== {about}\n{render(name, locale, **told)}\n"
        for about, told in SAMPLES[name].items()
    )


def _show(name: str, locale: str) -> str:
    return "\n".join(
        f"── {name} · {locale} · {about}\n{plain(render(name, locale, **told))}\n"
        for about, told in SAMPLES[name].items()
    )


def _write(folder: Path, names: Sequence[str]) -> None:
    for name in names:
        for locale in LOCALES:
            file = folder / f"{name}.{locale}.txt"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(golden(name, locale), encoding="utf-8", newline="\n")


def main(given: Sequence[str] | None = None) -> None:
    parser = ArgumentParser(prog="python -m templates", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="such as task/card")
    parser.add_argument("--locale", choices=LOCALES, help="both when left out")
    parser.add_argument("--golden", type=Path, metavar="DIR", help="write golden files")
    chosen = parser.parse_args(given)
    unknown = sorted(set(chosen.names) - set(SAMPLES))
    if unknown:
        parser.error(f"no such message: {', '.join(unknown)}")
    names = chosen.names or sorted(SAMPLES)
    if chosen.golden:
        _write(chosen.golden, names)
        return
    for name in names:
        for locale in [chosen.locale] if chosen.locale else LOCALES:
            sys.stdout.write(_show(name, locale) + "\n")


if __name__ == "__main__":
    main()
