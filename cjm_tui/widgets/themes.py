"""Colours: a dark and a light theme of our own, and the terminal's own sixteen."""

from textual.theme import Theme

DEFAULT_THEME = "cjm-dark"
OFFERED_THEMES = ("cjm-dark", "cjm-light", "ansi-dark", "ansi-light")

THEMES = (
    Theme(
        name="cjm-dark",
        primary="#6aa9e9",
        secondary="#8fb8de",
        accent="#6aa9e9",
        foreground="#d7dbe0",
        background="#12161b",
        surface="#171c22",
        panel="#1e252d",
        success="#5fc9a5",
        warning="#f2b84b",
        error="#ff7a6b",
        variables={"text-muted": "#8b95a1", "block-cursor-blurred-background": "#26323f"},
    ),
    Theme(
        name="cjm-light",
        dark=False,
        primary="#1f5f99",
        secondary="#285b86",
        accent="#1f5f99",
        foreground="#1d2329",
        background="#fbfaf7",
        surface="#f3f1ec",
        panel="#e9e6df",
        success="#0b6b4f",
        warning="#8a5300",
        error="#b3261e",
        variables={"text-muted": "#646d76", "block-cursor-blurred-background": "#dde6ef"},
    ),
)
