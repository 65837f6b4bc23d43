/*---
title = "Expected files (the product's own CSV)"
description = "Which file should arrive how often and by when; one record a source, or a pattern of its file names."
recognise = { name = "expected_files*", header = ["source", "every", "due_at"] }
optional = ["pattern", "valid_from", "valid_to", "covers", "on_holidays"]

[[rule]]
refuse = """
not regexp_full_match(
    lower(trim(every)), 'daily|weekly|(mon|tue|wed|thu|fri|sat|sun)([ ;]+(mon|tue|wed|thu|fri|sat|sun))*'
)
"""
column = "every"
because = "is neither daily, weekly nor weekdays as mon;tue;wed"

[[rule]]
refuse = "try_cast(due_at as time) is null"
column = "due_at"
because = "is not a time of day (06:00)"

[[rule]]
refuse = "lower(trim(covers)) not in ('', 'day before', 'same day')"
column = "covers"
because = "is neither day before nor same day"
---*/
create table expected_file as
select
    _line,
    lower(trim(source)) as source,
    nullif(trim(pattern), '') as pattern,
    regexp_replace(lower(trim(every)), '[ ;]+', ';', 'g') as every,
    due_at,
    valid_from,
    valid_to,
    coalesce(nullif(lower(trim(covers)), ''), 'day before') as covers,
    coalesce(nullif(trim(on_holidays), ''), 'yes') as on_holidays
from source;
