"""English templates of what is wrong with dates in reports."""

TEMPLATES: dict[str, str] = {
    "dates.no_day": "{found} is no day and no month of the calendar; write 2021-12-31, or 2021-12 where only the month is known",
    "dates.no_year": "{found} is no year of the calendar; write it with four digits, as 2021",
    "dates.no_month": "{found} is no month of the calendar; write it as 2021-12",
}
