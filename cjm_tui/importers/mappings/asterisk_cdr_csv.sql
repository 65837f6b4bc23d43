/*---
title = "Asterisk CDR, Master.csv"
description = "As asterisk_cdr, from the file of cdr_csv: no header, and at the end such columns as cdr.conf asks for."
recognise = { name = ["master*.csv*", "*cdr*"], header = ["accountcode", "src", "dst", "dcontext", "clid", "channel", "dstchannel", "lastapp", "lastdata", "start", "answer", "end", "duration", "billsec", "disposition", "amaflags"], cells = { start = '\d{4}-\d\d-\d\d \d\d:\d\d:\d\d.*', duration = '\d+(\.\d+)?', billsec = '\d+(\.\d+)?', disposition = '[A-Z]+( [A-Z]+)*' } }
optional = ["uniqueid", "userfield", "peeraccount", "linkedid", "sequence"]
dialect = { header_rows = 0, ragged = true, quote_style = "pbx" }
sql_of = "asterisk_cdr"
---*/
