/*---
title = "Asterisk CDR, the sample format of cdr_custom"
description = "As asterisk_cdr, from the file of cdr_custom, whose sample begins with the caller's name and number: no header."
recognise = { name = ["master*.csv*", "*cdr*"], header = ["clid", "src", "dst", "dcontext", "channel", "dstchannel", "lastapp", "lastdata", "start", "answer", "end", "duration", "billsec", "disposition", "amaflags"], cells = { start = '\d{4}-\d\d-\d\d \d\d:\d\d:\d\d.*', duration = '\d+(\.\d+)?', billsec = '\d+(\.\d+)?', disposition = '[A-Z]+( [A-Z]+)*' } }
optional = ["accountcode", "uniqueid", "userfield", "sequence", "linkedid"]
dialect = { header_rows = 0, ragged = true, quote_style = "pbx" }
sql_of = "asterisk_cdr"
---*/
