/*---
title = "Asterisk CEL, the sample format of cel_custom"
description = "As asterisk_cel, from the file of cel_custom: no header, the columns of its sample configuration."
recognise = { name = ["master*.csv*", "*cel*"], header = ["eventtype", "eventtime", "cid_name", "cid_num", "cid_ani", "cid_rdnis", "cid_dnid", "exten", "context", "channame", "appname", "appdata", "amaflags", "accountcode", "uniqueid", "linkedid"], cells = { eventtype = '[A-Za-z][\w -]*', eventtime = '\d{9,10}(\.\d+)?|\d{4}-\d\d-\d\d[ T]\d\d:\d\d.*', uniqueid = '(.+-)?\d{6,}\.\d+' } }
optional = ["peer", "userfield", "userdeftype", "extra"]
dialect = { header_rows = 0, ragged = true, quote_style = "pbx" }
sql_of = "asterisk_cel"
---*/
