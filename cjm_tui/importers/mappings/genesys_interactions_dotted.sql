/*---
title = "Genesys Cloud interactions, dates D.M.YY"
description = "The same with dates as 23.06.2025 07:00."
recognise = { name = ["*interactions*", "*genesys*"], cells = { Date = '\s*|\d{1,2}\.\d{1,2}\.\d{2,4},? +\d{1,2}:\d\d(:\d\d)?' } }
dialect = { delimiter = [",", ";", "\t"], encoding = ["utf-8", "utf-16"], dates = "D.M.YY" }
timezone = "site"
sql_of = "genesys_interactions"
---*/
