"""The pack's sections on what is measured: shares, KPIs in use, and the watermelons."""

from collections.abc import Iterator

from cjm_tui.domain import audit_words as words
from cjm_tui.domain import display
from cjm_tui.domain.audit import TYPICAL_OUTPUTS, Audit, Held, InUse, Pair, Side, Watermelon
from cjm_tui.domain.kpi import KpiClass, TargetState
from cjm_tui.domain.report import (
    Bar,
    Bars,
    Block,
    Bullets,
    Paragraph,
    Run,
    Section,
    Subheading,
    Text,
    Tone,
    Trend,
)
from cjm_tui.services.report_parts import SIGNALS, Answers, joined, owner, table, text
from cjm_tui.services.report_trend import weeks

IN_USE = "kpis_in_use"
_NO_BREAK = "\u00a0"
_ORDER = (KpiClass.OUTPUT, KpiClass.INPUT, KpiClass.PERCEPTION, KpiClass.OUTCOME)
_NOTHING = "No KPI is in use: none has a target, a place on the map or in an objective."


def audit_section(answers: Answers) -> Section:
    """Return the share of outputs, what lacks a class, a target or a name, and each KPI in use."""
    return Section("audit", "What we measure ourselves by", tuple(_audit(answers)))


def _audit(answers: Answers) -> Iterator[Block]:
    found = answers.audit
    note = answers.notes.query(IN_USE)
    if not found.in_use:
        yield Paragraph(text(Run(_NOTHING, notes=note)), lead=True)
        return
    yield Paragraph(text(Run(f"{words.summary(found)}.", notes=note)), lead=True)
    if found.shares:
        shares = ", ".join(words.share(share) for share in found.shares)
        yield Paragraph(text(Run(f"By class: {shares}.", notes=note)))
        yield Paragraph(text(Run(words.gap(found), Tone.STRONG), f" {typical()}"))
    for said, lacking in (
        ("Not classed, so in no share: ", found.unclassified),
        ("Without a target: ", found.without_target),
        ("Nobody's name stands under: ", found.without_owner),
    ):
        if lacking:
            names = ", ".join(one.title for one in lacking)
            yield Paragraph(text(Run(said, Tone.STRONG), f"{names}."))
    rows = [row for used in found.in_use for row in _use_rows(answers, used)]
    yield table("KPI|class|where|>now|target|slow change|owner", rows)
    if found.retired:
        yield Subheading(text("Retired by the site"))
        yield Bullets(tuple(text(words.retired(one)) for one in found.retired))
    if found.troubles:
        files = display.counted(len(found.troubles), "file")
        said = f"{files} of KPIs that were added here cannot be used; cjm audit says why."
        yield Paragraph(text(Run(said, Tone.ALERT)))
    yield Paragraph(
        text(
            "Each value stands with its 95% interval and n, the rows it counts. Fewer than the "
            "site's minimum show no value. A slow change is one that the slow-change rule (CUSUM) "
            "has noticed; everything else may be chance."
        )
    )


def typical() -> str:
    """Return what the typical share is, in a sentence."""
    return f"{words.TYPICAL[:1].upper()}{words.TYPICAL[1:]}."


def share_bars(found: Audit, notes: tuple[int, ...]) -> Bars:
    """Return a bar a class, that of outputs with the typical share marked."""
    bars = tuple(
        Bar(
            words.plural(share.kpi_class),
            share.percent,
            f"{share.n} · {share.percent:.0f}%",
            TYPICAL_OUTPUTS if share.kpi_class is KpiClass.OUTPUT else None,
            f"typical {TYPICAL_OUTPUTS}%" if share.kpi_class is KpiClass.OUTPUT else "",
        )
        for share in sorted(found.shares, key=lambda one: _ORDER.index(one.kpi_class))
    )
    return Bars("Share of the KPIs in use, by class", bars, notes)


def _use_rows(answers: Answers, used: InUse) -> Iterator[tuple[Text, ...]]:
    lines = used.lines
    if not lines:
        why = "no KPI of this name" if used.kpi is None else "no data yet"
        yield (text(used.title), _class(used), text(words.uses(used)), text(why), (), (), ())
        return
    for place, line in enumerate(lines):
        first = place == 0
        yield (
            text(Run(used.title, Tone.STRONG) if first else ""),
            _class(used) if first else (),
            text(line.place, f" ({', '.join(line.hows)})"),
            _now(answers, line),
            _target(line),
            _drift(answers, line),
            text(owner(line.owner)),
        )


def _class(used: InUse) -> Text:
    """Return a class, and why where it is the site that has given it."""
    said = words.chosen(used.choice)
    kind = words.class_name(used.kpi_class)
    return text(kind, Run(f" ({said})" if said else "", Tone.QUIET))


def _now(answers: Answers, line: Held) -> Text:
    if line.estimate is None:
        return text(Run("no total over the site", Tone.QUIET))
    figure = answers.notes.figure(line.estimate, line.kpi, line.touchpoint_id)
    final = words.final(line.final_until, answers.audit.period)
    return text(figure, Run(f" {final}" if final else "", Tone.QUIET))


def _target(line: Held) -> Text:
    missed = line.state is TargetState.MISSED
    said = words.target(line.target, line.state).replace(" ", _NO_BREAK)
    return text(Run(said, Tone.STRONG if missed else Tone.PLAIN))


def _drift(answers: Answers, line: Held) -> Text:
    spell = words.latest(line.drift, answers.audit.period)
    coloured = spell is not None and line.estimate is not None and line.estimate.coloured
    tone = SIGNALS[spell.signal] if spell is not None and coloured else Tone.QUIET
    return text(Run(words.trend(line.drift, answers.audit.period), tone))


def watermelon_section(answers: Answers) -> Section:
    """Return the pairs that have come apart with both sides' evidence, and what was not judged."""
    title = f"Watermelons: {words.GREEN_OUTSIDE}"
    return Section("watermelons", title, tuple(_watermelons(answers)))


def _watermelons(answers: Answers) -> Iterator[Block]:
    found = answers.audit
    judged = display.counted(found.judged, "pair")
    said = f"{len(found.watermelons)} of {judged} of an output and the outcome that guards it have "
    said = f"{said}come apart." if found.judged else nothing_judged(found)
    yield Paragraph(
        text(
            Run(said, Tone.STRONG),
            " An output got better while its outcome got worse at the same touchpoint, both by the "
            "slow-change rule, with overlapping days.",
        ),
        lead=True,
    )
    if found.watermelons:
        yield Paragraph(
            text(
                Run(
                    "In the charts each point is a week, by its first day; dashed is what the "
                    "frozen baseline lets one expect, shaded the slow change, hollow a week whose "
                    "follow-up is still open.",
                    Tone.QUIET,
                )
            )
        )
    for one, pair in zip(found.watermelons, answers.pairs, strict=True):
        yield from _evidence(answers, one, pair)
    if found.sound:
        pairs = [f"{s.touchpoint}: {s.output.title} with {s.outcome.title}" for s in found.sound]
        yield Subheading(text("Judged, and nothing hides"))
        yield Paragraph(text("; ".join(pairs) + "."))
    if found.unjudged:
        yield Subheading(text("Never enough data to be judged"))
        yield Bullets(tuple(text(words.unjudged(one)) for one in found.unjudged))


def nothing_judged(found: Audit) -> str:
    """Return that no pair could be judged, and how many lack the data."""
    if not found.unjudged:
        return "There is no pair yet: no output and its outcome have rows at one touchpoint."
    lacking = display.counted(len(found.unjudged), "pair")
    return f"No pair could be judged; {lacking} without enough data."


def watermelon(answers: Answers, one: Watermelon) -> Text:
    """Return a watermelon in a sentence with both figures."""
    notes, near = answers.notes, answers.near
    sides = (
        (one.output, one.output_estimate, one.output_spell),
        (one.outcome, one.outcome_estimate, one.outcome_spell),
    )
    green, red = (
        text(
            f"{kpi.title} ",
            notes.figure(estimate, kpi, one.touchpoint_id),
            " ",
            Run(
                words.spell(spell, near), SIGNALS[spell.signal] if estimate.coloured else Tone.PLAIN
            ),
        )
        for kpi, estimate, spell in sides
    )
    suspected = "suspected, its last days are provisional: " if one.suspected else ""
    return (
        *text(Run(f"{one.touchpoint}: ", Tone.STRONG), Run(suspected, Tone.ALERT)),
        *green,
        *text(", but "),
        *red,
        *text(" · owner " if one.owner else " · ", owner(one.owner), "."),
    )


def _evidence(answers: Answers, one: Watermelon, pair: Pair) -> Iterator[Block]:
    yield Subheading(text(f"{one.touchpoint}: {one.output.title} and {one.outcome.title}"))
    yield Paragraph(watermelon(answers, one))
    for name, side in (("Green outside", pair.output), ("Red inside", pair.outcome)):
        yield _trend(answers, name, side)
    opened = display.counted(pair.open_actions, "open action")
    yield Paragraph(text(Run(f"{opened} at this touchpoint.", Tone.QUIET)))


def _trend(answers: Answers, name: str, side: Side) -> Trend:
    period = answers.audit.period
    assert period is not None
    spell = words.latest(side.drift, period)
    target = words.target(side.target, side.state)
    said = joined(
        [
            text(words.trend(side.drift, period)),
            text(words.baseline(side, period)),
            text(f"target {target}" if side.target is not None else ""),
            text(words.final(side.final_until, period)),
        ]
    )
    return Trend(
        title=f"{name}: {side.kpi.title}, by weeks",
        weeks=weeks(side.kpi, side.chart.points, period.last),
        spell_first=spell.first if spell else None,
        spell_end=spell.end if spell else None,
        tone=SIGNALS[spell.signal] if spell and side.estimate.coloured else Tone.PLAIN,
        said="".join(run.text for run in said) + ".",
        notes=answers.notes.kpi(side.kpi.name),
    )
