"""Calendar arithmetic that gives the same days as PostgreSQL's `date ± interval`."""

import datetime as dt
from calendar import monthrange


def shift_months(day: dt.date, months: int) -> dt.date:
    """The same day `months` calendar months later (earlier if negative).

    A day that the month does not have becomes its last day: 31 August minus 6 months is 28 (or 29) February.
    """
    year, month_index = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year < dt.MINYEAR:
        return dt.date.min
    if year > dt.MAXYEAR:
        return dt.date.max
    month = month_index + 1
    return dt.date(year, month, min(day.day, monthrange(year, month)[1]))


def shift_years(day: dt.date, years: int) -> dt.date:
    """The same day `years` years later; 29 February becomes 28 February in a common year."""
    return shift_months(day, 12 * years)


def day_after(day: dt.date) -> dt.date | None:
    """The next day, or None after 31 December 9999, which people type for "no end"."""
    return None if day == dt.date.max else day + dt.timedelta(days=1)


def first_day_out_of_reach(seen_on: dt.date, months: int) -> dt.date | None:
    """The first day whose `months` calendar months before no longer reach back to `seen_on`."""
    following = day_after(seen_on)
    if following is None:
        return None
    shifted = shift_months(following, months)
    # There is no 31 February: six months before the 28th is 28 August, too early; before 1 March, past it.
    return day_after(shifted) if shifted.day < following.day else shifted


def first_january(year: int) -> dt.date | None:
    """1 January of `year`, or None for a year no calendar has."""
    return dt.date(year, 1, 1) if dt.MINYEAR <= year <= dt.MAXYEAR else None
