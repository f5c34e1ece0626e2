"""What CLDR (https://cldr.unicode.org) knows of English: months, days of the week, currencies; through Babel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

LOCALES = ("en", "en_GB")
"""British English abbreviates September as "Sept"."""


@cache
def months() -> Mapping[str, int]:
    """Names and abbreviations of the months → their numbers, in lower case.

    >>> months()["september"], months()["sept"]
    (9, 9)
    """
    from babel.dates import get_month_names

    found = [
        get_month_names("wide", locale="en"),
        *(get_month_names("abbreviated", locale=locale) for locale in LOCALES),
    ]
    return {name.lower(): n for names in found for n, name in names.items()}


@cache
def month_names() -> frozenset[str]:
    """Names of the months that are not abbreviated, in lower case."""
    from babel.dates import get_month_names

    return frozenset(name.lower() for name in get_month_names("wide", locale="en").values())


@cache
def days() -> Mapping[str, int]:
    """Names of the days of the week in lower case → their numbers; Monday is 0."""
    from babel.dates import get_day_names

    return {name.lower(): n for n, name in get_day_names("wide", locale="en").items()}


@cache
def currency_signs() -> Mapping[str, str]:
    """Signs of currencies → ISO 4217 codes: ``NZ$`` → ``NZD``."""
    from babel import Locale

    signs = Locale("en").currency_symbols.items()
    return {
        sign: code for code, sign in signs if not sign.isalpha() and sign.isascii() == ("$" in sign) and _money(code)
    }


@cache
def currency_names() -> Mapping[str, str]:
    """Names of currencies, singular and plural, in lower case → ISO 4217 codes: ``swiss francs`` → ``CHF``."""
    from babel.numbers import get_currency_name, list_currencies

    found = {}
    for code in sorted(list_currencies("en"), reverse=True):
        for count in (1, 2) if _money(code) else ():
            name = get_currency_name(code, count=count, locale="en")
            found[name.lower()] = code
    return found


def _money(code: str) -> bool:
    """Whether a code is one of money: those that begin with X are of metals and of nothing."""
    return re.match("[A-WYZ]", code) is not None
