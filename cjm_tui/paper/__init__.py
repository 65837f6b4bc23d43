"""How a page of the domain looks as a file: HTML for a browser and paper, Markdown for a mail."""
