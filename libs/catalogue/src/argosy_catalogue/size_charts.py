"""Says a size chart for one market: its units and sizes, and in notes what was kept and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from argosy_catalogue.chart_grids import Grid, GridFinder
from argosy_catalogue.facts import ProductFacts
from argosy_catalogue.sizing import Sizing, plain_size
from argosy_catalogue.source import SourceProduct
from argosy_catalogue.speaking import Speaker
from argosy_catalogue.spoken import ChartColumn, ChartRow, LeftOverWords, SpokenChart
from argosy_commerce.charts.heads import SIZE, measure_words
from argosy_commerce.charts.reading import Cell, Chart, Column, read_chart
from argosy_commerce.sizes import Audience, Converted, Kept, SizeKind
from argosy_commerce.sizes.clothing import by_girth
from argosy_commerce.sizes.model import written
from argosy_commerce.terms import TermBase
from argosy_commerce.units import Quantity, write_number

_IN_MILLIMETRES = ("measure.ring_girth", "measure.ring_diameter")
_BODY = {SizeKind.TOPS: "measure.body_chest", SizeKind.BOTTOMS: "measure.body_waist"}
_FEET = ("measure.foot_length", "measure.insole_length")
_LATER = {"cm": ("cm", "in"), "mm": ("mm", "in"), "kg": ("kg", "lb")}
"""Unit of a market's column, and the one that US customers read beside it."""


@dataclass(slots=True)
class ChartFindings:
    """All charts of a product, with what a person should look at."""

    charts: list[SpokenChart] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    left_over: list[LeftOverWords] = field(default_factory=list)


def say_charts(facts: ProductFacts, sizing: Sizing, base: TermBase) -> ChartFindings:
    """Every chart of the product in the market's language, units and sizes."""
    finder = GridFinder(base, facts.category)
    found = ChartFindings()
    for grid in facts.grids:
        chart = read_chart(grid.heads, grid.rows, grid.unit, finder.concept_of)
        if not any(column.concept for column in chart.columns):
            continue
        speaker = Speaker(base, sizing.market.language.base, facts.category)
        writer = _ChartWriter(grid, chart, sizing, speaker, facts.source, found)
        spoken = writer.write()
        if spoken is not None and all(spoken.rows != known.rows for known in found.charts):
            found.charts.append(spoken)
    found.reasons = list(dict.fromkeys(found.reasons))
    return found


@dataclass(slots=True)
class _Said:
    """A column in the market's words."""

    head: ChartColumn
    cells: list[str]


class _ChartWriter:
    def __init__(
        self,
        grid: Grid,
        chart: Chart,
        sizing: Sizing,
        speaker: Speaker,
        source: SourceProduct,
        found: ChartFindings,
    ) -> None:
        self._grid = grid
        self._chart = chart
        self._sizing = sizing
        self._speaker = speaker
        self._source = source
        self._found = found
        self._locale = sizing.market.locale
        self._notes: list[str] = []

    def write(self) -> SpokenChart | None:
        """The chart; None where no column of it can be said."""
        head = ChartColumn("", self._size_name(self._chart.system), "")
        sizes = _Said(head, [self._size(size) for size in self._chart.sizes])
        measures = [said for column in self._chart.columns for said in self._column(column)]
        if not measures:
            return None
        columns = [sizes, *self._market_sizes(), *measures]
        rows = tuple(
            ChartRow(tuple(column.cells[index] for column in columns), source)
            for index, source in enumerate(self._grid.sources)
        )
        if self._grid.uneven:
            self._doubt(f"rows left out that do not fit the columns: {self._grid.uneven}")
        return SpokenChart(tuple(column.head for column in columns), rows, tuple(dict.fromkeys(self._notes)))

    def _size_name(self, system: str) -> str:
        name = self._speaker.name_of(SIZE) or ""
        return f"{name} ({system})" if system and self._sizing.kind is not None else name

    def _size(self, size: str) -> str:
        plain = plain_size(size)
        if plain is not None:
            return plain
        return self._words(size, "size")

    def _words(self, text: str, what: str) -> str:
        """Words of a cell that are no figure; empty, and told, where they cannot be said whole."""
        reading = self._speaker.base.read(text, category=self._speaker.category)
        said = self._speaker.readable(reading.items)
        if said and not self._speaker.lost(reading):
            return said
        self._lose(text, f"{what} {text[:40]!r} could not be said")
        return ""

    def _lose(self, text: str, why: str) -> None:
        start = max(self._field().find(text), 0)
        self._found.left_over.append(LeftOverWords(text, self._grid.origin, start, start + len(text)))
        self._doubt(why)

    def _field(self) -> str:
        """The text that the chart was found in."""
        name = self._grid.origin.partition(":")[2]
        values = (attribute.value for attribute in self._source.attributes if attribute.name == name)
        return next(values, "") if name else self._source.description

    def _doubt(self, why: str) -> None:
        self._notes.append(why)
        self._found.reasons.append(f"size chart: {why}")

    def _column(self, column: Column) -> Iterator[_Said]:
        if not any(cell.low is not None or cell.is_lost for cell in column.cells):
            return
        if column.system:
            cells = [plain_size(cell.source) or "" for cell in column.cells]
            yield _Said(ChartColumn("", self._size_name(column.system), ""), cells)
            return
        name = self._name(column.concept) if column.concept else None
        if name is None or column.concept is None:
            self._lose(column.head, f"the column {column.head[:40]!r} could not be said and was left out")
            return
        if column.concept in {SIZE, "measure.label_size"}:
            yield _Said(ChartColumn(column.concept, name, ""), [self._size(c.source) for c in column.cells])
            return
        if column.doubt:
            self._doubt(f"{name} ({column.head[:40]}): {column.doubt}; kept as written")
        if column.unit == "jin":
            self._notes.append(f"{name}: from jin (500 g)")
        if any(cell.about for cell in column.cells):
            self._notes.append(f"{name}: the seller gives some of it as approximate")
        for unit in self._units(column):
            if unit == "in" and column.unit != "in":
                self._notes.append("Inches are the centimetres of the seller, rounded to a tenth.")
            cells = [self._figure(cell, column.unit, unit) for cell in column.cells]
            yield _Said(ChartColumn(column.concept, name, self._written(unit)), cells)

    def _name(self, concept: str) -> str | None:
        """A measure's name; the chest is a bust for women alone."""
        if concept == "measure.chest" and self._sizing.audience is not Audience.WOMEN:
            concept = "measure.chest_of_all"
        return self._speaker.name_of(concept)

    def _units(self, column: Column) -> tuple[str, ...]:
        if not column.unit:
            return ("",)
        unit = "kg" if column.concept in measure_words()["weights"] else "cm"
        in_foot = column.concept in _FEET and self._sizing.market.shoe_sizes == "mm"
        if column.concept in _IN_MILLIMETRES or in_foot:
            unit = "mm"
        return _LATER[unit] if self._sizing.market.units == "us" and unit != "mm" else (unit,)

    def _written(self, unit: str) -> str:
        """The unit as the market writes it after many."""
        if not unit:
            return ""
        return Quantity(Decimal(100), unit).formatted(self._locale).replace("100", "").strip()

    def _figure(self, cell: Cell, unit: str, target: str) -> str:
        if cell.low is None or cell.high is None:
            return self._entry(cell)
        ends = (cell.low, cell.high)
        if target:
            ends = tuple(Quantity(end, cell.unit or unit).to(target).value for end in ends)  # type: ignore[assignment]
        return written(*(write_number(end, self._locale) for end in ends))

    def _entry(self, cell: Cell) -> str:
        """A cell that is no figure or range: in words, if it has no figures that would be taken for one."""
        if not cell.is_lost:
            return ""
        if any(character.isdigit() for character in cell.source):
            self._lose(cell.source, f"the entry {cell.source[:40]!r} could not be read")
            return ""
        return self._words(cell.source, "the entry")

    def _market_sizes(self) -> Iterable[_Said]:
        """The market's own sizes, where a rule gives at least one; not where the seller gives them."""
        answers = list(self._answers())
        if not answers:
            return
        self._tell_kept([answer for answer in answers if isinstance(answer, Kept)])
        done = [answer for answer in answers if isinstance(answer, Converted)]
        systems = {answer.system for answer in done}
        if len(systems) != 1 or systems & {column.system for column in self._chart.columns if column.system}:
            return
        system = systems.pop()
        cells = [answer.value if isinstance(answer, Converted) else "" for answer in answers]
        if system in {"cm", "W"} and cells == [plain_size(size) for size in self._chart.sizes]:
            return
        self._explain(done)
        is_unit = system in {"mm", "cm"}
        head = self._size_name(self._sizing.market.code if is_unit or not system else system)
        yield _Said(ChartColumn(SIZE, head, self._written(system) if is_unit else ""), cells)

    def _tell_kept(self, kept: Sequence[Kept]) -> None:
        """Once a reason, with the sizes that it holds for."""
        for reason in dict.fromkeys(answer.reason for answer in kept):
            same = [answer for answer in kept if answer.reason == reason]
            sizes = ", ".join(dict.fromkeys(plain_size(answer.size) or answer.size[:20] for answer in same))
            why = f"{sizes}: {same[0].why}; the seller's size is kept"
            if same[0].is_doubt:
                self._doubt(why)
            else:
                self._notes.append(why)

    def _explain(self, done: Sequence[Converted]) -> None:
        for source in dict.fromkeys(answer.source for answer in done):
            rules = "; ".join(dict.fromkeys(answer.rule for answer in done if answer.source == source))
            self._notes.append(f"{done[0].system or self._sizing.market.code} sizes: {rules} ({source}).")
        if any(answer.about for answer in done):
            self._notes.append("Converted sizes are the nearest label; brands may differ by half a size.")

    def _answers(self) -> Iterator[Converted | Kept]:
        """One a row: from the foot or body that the chart gives where that decides, else from the size."""
        sizing = self._sizing
        if sizing.kind is None:
            return
        by_body = self._body_answers()
        for index, size in enumerate(self._chart.sizes):
            own = sizing.convert(size)
            measured = by_body[index] if by_body else None
            if isinstance(measured, Converted):
                yield measured
            elif own is not None:
                yield own

    def _body_answers(self) -> list[Converted | Kept | None]:
        sizing = self._sizing
        if sizing.kind is SizeKind.SHOES and sizing.market.shoe_sizes in {"mm", "cm"}:
            foot = self._chart.column("measure.foot_length")
            return [self._by_foot(cell, foot.unit) for cell in foot.cells] if foot and foot.unit else []
        part = _BODY.get(sizing.kind) if sizing.kind is not None else None
        body = self._chart.column(part) if part else None
        if body is None or body.doubt or not body.unit or sizing.audience is Audience.CHILDREN:
            return []
        return [self._by_body(cell, body.unit) for cell in body.cells]

    def _by_foot(self, cell: Cell, unit: str) -> Converted | Kept | None:
        if cell.low is None or cell.high is None:
            return None
        ends = [Quantity(end, cell.unit or unit).to("mm").value for end in (cell.low, cell.high)]
        return self._sizing.convert("-".join(f"{end:.0f}" for end in dict.fromkeys(ends)) + "mm")

    def _by_body(self, cell: Cell, unit: str) -> Converted | Kept | None:
        """Both ends of a range must be bodies of a size."""
        if cell.low is None or cell.high is None or self._sizing.kind is None:
            return None
        answers = [
            by_girth(
                cell.source,
                Quantity(end, cell.unit or unit).to("cm").value,
                self._sizing.audience,
                self._sizing.market.clothing_sizes,
                self._sizing.kind.value,
            )
            for end in (cell.low, cell.high)
        ]
        low, high = answers
        if isinstance(low, Converted) and isinstance(high, Converted):
            return Converted(written(low.value, high.value), low.system, low.rule, low.source, about=True)
        return low if isinstance(low, Kept) else high
