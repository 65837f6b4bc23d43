/*---
title       = "What may be counted"
description = """
Every leg, answer, invitation and contact of the days. What reads it by its name, as counted_rows does, is asked of the rows behind one number in its
place. One row per leg, answer, invitation or contact."""
kind        = "table"
params      = { from = "timestamp", to = "timestamp" }
columns     = ["touchpoint_id", "source_table", "source_id"]
---*/
select
    touchpoint_id,
    'interaction' as source_table,
    interaction_id as source_id
from interaction
where local_at >= $from and local_at < $to
union all
select
    touchpoint_id,
    'feedback' as source_table,
    feedback_id as source_id
from feedback
where local_at >= $from and local_at < $to
union all
select
    touchpoint_id,
    'invitation' as source_table,
    invitation_id as source_id
from invitation
where local_at >= $from and local_at < $to
union all
select
    cast(null as varchar) as touchpoint_id,
    'contact' as source_table,
    contact_id as source_id
from contact
where local_at >= $from and local_at < $to
