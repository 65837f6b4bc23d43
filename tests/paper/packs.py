"""A pack with the same text wherever text from outside can stand."""

from datetime import date

from cjm_tui.domain.report import (
    Bar,
    Bars,
    Bullets,
    Column,
    Distance,
    Distances,
    Note,
    Number,
    Pack,
    Paragraph,
    Run,
    Section,
    Subheading,
    Table,
    Tile,
    Tiles,
    Tone,
    Trend,
    Week,
)


def pack_of(text, tone=Tone.BAD):
    number = Number(12.5, text, text, 40, 10.0, 15.0)
    journey = Number(12.5, text, "", 40, journey_id=text)
    run = Run(text, notes=(1,))
    said = (Run(text, tone, number), run, Run(text, number=journey))
    weeks = tuple(
        Week(date(2026, 11, 1 + 7 * place), value, 11.0, text)
        for place, value in enumerate((10.0, None, 12.0, 13.0))
    )
    blocks = (
        Paragraph((run,), lead=True),
        Paragraph(said),
        Subheading((run,)),
        Bullets(((run,), said)),
        Table((Column(text), Column(text, right=True)), (((run,), said), (said, (run,)))),
        Tiles((Tile(text, run, (run,)),)),
        Bars(text, (Bar(text, 60.0, text, 80.0, text), Bar(text, 40.0, text)), (1,)),
        Trend(text, weeks, date(2026, 11, 8), None, tone, text, (1,)),
        Distances(text, (Distance(text, 12.5, 10.0, 15.0, 20.0, text, tone),)),
    )
    notes = (Note(1, text, text, text, text, text, text),)
    sections = (Section("page", text, blocks), Section("audit", text, blocks))
    return Pack(text, text, (text, text, text), text, sections, notes)
