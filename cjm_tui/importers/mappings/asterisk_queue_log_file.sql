/*---
title = "Asterisk queue_log, the file itself"
description = "As asterisk_queue_log, from the file that Asterisk writes: cells separated by pipes, no header, as many parameters as the event has."
recognise = { name = ["*queue_log*", "*queuelog*"], header = ["time", "callid", "queuename", "agent", "event"], cells = { time = '\d{9,10}(\.\d+)?', event = '[A-Za-z][\w -]*' } }
optional = ["data1", "data2", "data3", "data4", "data5", "data6", "data7", "data8", "data9"]
dialect = { delimiter = "|", quote = "", header_rows = 0, ragged = true }
sql_of = "asterisk_queue_log"
---*/
