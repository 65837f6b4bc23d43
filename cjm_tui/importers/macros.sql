-- What any mapping may use; those that it uses are part of it (docs/adding-a-mapping.md).

-- A name as the end of an id: lower case, letters and digits of any script, all else one dash.
create macro slug(words) as trim(regexp_replace(lower(words), '[^\p{L}\p{N}]+', '-', 'g'), '-');

-- Seconds since 1970 are UTC, a time with an offset says its own; any other is the file's.
create macro has_zone(written) as
regexp_full_match(written, '\d{9,10}(\.\d+)?|.*:[\d.]+ *(Z|[+-]\d\d(:?\d\d)?)');

-- The moment, in UTC where `has_zone` holds; null where it is none.
create macro moment_of(written) as
case
    when regexp_full_match(written, '\d{9,10}(\.\d+)?')
        then make_timestamp((try_cast(written as decimal(20, 6)) * 1000000)::bigint)
    when has_zone(written) then timezone('UTC', try_cast(written as timestamptz))
    else try_cast(written as timestamp)
end;

-- The moment as a target's time takes it.
create macro iso(moment, zoned) as
strftime(moment, '%Y-%m-%dT%H:%M:%S.%f') || case when zoned then 'Z' else '' end;

-- Seconds from one moment to another, to the millisecond.
create macro seconds_between(earlier, later) as round(date_diff('microsecond', earlier, later) / 1e6, 3);
