"""From requests to checked translations, whatever kind of model writes the drafts.

A text is cut into sentences. Each is offered to the model, checked, and offered again in another
form if a constraint was lost: first with the asked terms already in place (models copy words of
the target language, Song et al. 2019, "Code-Switching for Enhancing NMT with Pre-Specified
Translation"), then with marks that stand for them. The best draft stays; what it loses is reported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from argosy_commerce.languages import Tag
from argosy_commerce.proofreading.numbers import words
from argosy_commerce.proofreading.words import occurrences
from argosy_engines.contracts import (
    Constraints,
    LeftOver,
    Register,
    Translation,
    TranslationRequest,
)
from argosy_engines.errors import InvalidInput
from argosy_engines.scale_language_codes import tag_of
from argosy_engines.scale_translation_checks import (
    Draft,
    Verdict,
    coverage,
    judge,
    merged,
    rejected,
)

Form = Literal["as-is", "terms-in-place", "marks"]

MOST_SENTENCES = 256
"""Of one request: a text of 10,000 full stops must not hold the model for minutes."""

_SENTENCE = re.compile(r"[^。！？!?；;\n]+?(?:[。！？!?；;]+|\.(?=\s)|(?=\n)|$)", re.DOTALL)
_CLAUSE = re.compile(r".+?(?:[，,、：:\s]+|$)", re.DOTALL)
_NO_SPACES = {"ja", "th", "zh"}


@dataclass(frozen=True, slots=True)
class Job:
    """One sentence for a model to translate."""

    text: str
    source: Tag
    target: Tag
    register: Register
    constraints: Constraints
    """Those that concern this sentence."""
    complaints: tuple[str, ...] = ()
    """What was wrong with the last draft."""


class Writer(Protocol):
    """A model that writes drafts."""

    @property
    def forms(self) -> tuple[Form, ...]:
        """In the order to try them."""
        ...

    @property
    def longest(self) -> int:
        """Of a sentence, in tokens."""
        ...

    def check(self, source: Tag, target: Tag) -> None:
        """Raises `InvalidInput` for languages that the model does not know."""
        ...

    def length(self, text: str) -> int:
        """In tokens."""
        ...

    def write(self, jobs: Sequence[Job]) -> list[Draft]:
        """One draft per job; the jobs share their languages."""
        ...


@dataclass(slots=True)
class _Sentence:
    """A sentence of a request, `text == request.text[start:...]`, and the best of its drafts."""

    text: str
    start: int
    request: int
    job: Job
    best: Verdict | None = None
    tried: set[str] = field(default_factory=set)

    @property
    def is_open(self) -> bool:
        return self.best is None or not self.best.is_clean


@dataclass(frozen=True, slots=True)
class Desk:
    """Hands sentences to a writer in batches and judges what comes back."""

    writer: Writer
    max_batch: int
    min_mean_logprob: float

    def translate(self, requests: Sequence[TranslationRequest]) -> list[Translation | Exception]:
        """Answer each request in its place."""
        refused: dict[int, InvalidInput] = {}
        sentences: list[_Sentence] = []
        for index, request in enumerate(requests):
            try:
                sentences += self._sentences(index, request)
            except InvalidInput as error:
                refused[index] = error
        for form in self.writer.forms:
            self._attempt(form, [sentence for sentence in sentences if sentence.is_open])
        return [
            refused.get(index) or _assembled(request, [s for s in sentences if s.request == index])
            for index, request in enumerate(requests)
        ]

    def _sentences(self, index: int, request: TranslationRequest) -> list[_Sentence]:
        source, target = tag_of("source", request.source), tag_of("target", request.target)
        if (source.language, source.full_script) == (target.language, target.full_script):
            raise InvalidInput(f"target: {request.target!r} is the source's own language")
        self.writer.check(source, target)
        spans = list(self._spans(request.text))
        if len(spans) > MOST_SENTENCES:
            raise InvalidInput(f"text: {len(spans)} sentences; send {MOST_SENTENCES} at a time")
        limit = request.constraints.max_chars if len(spans) == 1 else None
        found = []
        for start, text in spans:
            job = Job(text, source, target, request.register, _concerning(text, request.constraints, limit))
            sentence = _Sentence(text, start, index, job)
            if not _has_words(text, request.constraints):
                sentence.best = Verdict(text, (), ())
            found.append(sentence)
        return found

    def _spans(self, text: str) -> list[tuple[int, str]]:
        spans = []
        for match in _SENTENCE.finditer(text):
            for start, piece in self._short_enough(match[0], match.start()):
                core = piece.strip()
                if core:
                    spans.append((start + piece.index(core), core))
        return spans

    def _short_enough(self, sentence: str, start: int) -> list[tuple[int, str]]:
        """The sentence, or its clauses packed to as long as the model takes."""
        if self.writer.length(sentence) <= self.writer.longest:
            return [(start, sentence)]
        packed: list[tuple[int, str]] = []
        spent = 0
        for match in _CLAUSE.finditer(sentence):
            length = self.writer.length(match[0])
            if length > self.writer.longest:
                raise InvalidInput(
                    f"text: a clause of more than {self.writer.longest} tokens; part it with punctuation"
                )
            if packed and spent + length <= self.writer.longest:
                packed[-1] = (packed[-1][0], packed[-1][1] + match[0])
                spent += length
            else:
                packed.append((start + match.start(), match[0]))
                spent = length
        return packed

    def _attempt(self, form: Form, sentences: Sequence[_Sentence]) -> None:
        """Offer each sentence in one form; keep what is better than before."""
        offered: list[tuple[_Sentence, Job, Mapping[str, str]]] = []
        for sentence in sentences:
            text, stand_ins = shielded(sentence.text, sentence.job.constraints, form)
            complaints = sentence.best.faults if sentence.best and form == "as-is" else ()
            said = repr((text, complaints))
            if said in sentence.tried:
                continue
            sentence.tried.add(said)
            asked = sentence.job.constraints
            if form == "marks":
                asked = Constraints(keep=tuple(stand_ins), max_chars=asked.max_chars)
            job = replace(sentence.job, text=text, complaints=complaints, constraints=asked)
            offered.append((sentence, job, stand_ins))
        # Alike in language, and near in length, so that a batch is neither mixed nor padded much.
        offered.sort(key=lambda o: (str(o[1].source), str(o[1].target), len(o[1].text)))
        for batch in _batches(offered, self.max_batch):
            drafts = self.writer.write([job for _, job, _ in batch])
            for (sentence, job, marks), draft in zip(batch, drafts, strict=True):
                text = unshielded(draft.text, marks, job.target)
                verdict = self._judge(sentence.text, sentence.job, replace(draft, text=text))
                if sentence.best is None or _worth(sentence, verdict) > _worth(sentence, sentence.best):
                    sentence.best = verdict

    def _judge(self, source: str, job: Job, draft: Draft) -> Verdict:
        written = words(source, job.source.language)
        verdict = judge(source, draft, job.target, job.constraints, self.min_mean_logprob, written)
        limit = job.constraints.max_chars
        if limit is not None and len(verdict.text) > limit:
            why = f"it has {len(verdict.text)} characters, more than {limit}"
            return replace(verdict, faults=(*verdict.faults, why))
        return verdict


def shielded(text: str, constraints: Constraints, form: Form) -> tuple[str, dict[str, str]]:
    """A sentence as it is offered to the model, and what its marks stand for."""
    if form == "as-is":
        return text, {}
    saying = {term.source: term.target for term in constraints.terms}
    if form == "marks":
        saying |= {word: word for word in constraints.keep}
    spans = sorted(
        ((span, word) for word in saying for span in occurrences(text, word)),
        key=lambda found: (found[0][0], -found[0][1]),
    )
    prefix = next(p for p in ("XQ", "ZQX", "QXZQ", "XZQXQ") if p not in text.upper() or p == "XZQXQ")
    marks: dict[str, str] = {}
    said: list[str] = []
    at = 0
    for (start, end), word in spans:
        if start < at:
            continue
        said.append(text[at:start])
        stand_in = saying[word]
        if form == "marks":
            stand_in = f"{prefix}{len(marks)}"
            marks[stand_in] = saying[word]
        said.append(f" {stand_in} ")
        at = end
    said.append(text[at:])
    return re.sub(r"[ \t]{2,}", " ", "".join(said)).strip(), marks


def unshielded(text: str, marks: Mapping[str, str], target: Tag) -> str:
    """The draft with each mark replaced by what it stands for; lost marks stay lost."""
    for mark in sorted(marks, key=len, reverse=True):
        pattern = re.compile(rf"{mark}(?!\d)", re.IGNORECASE)
        if target.language in _NO_SPACES:
            pattern = re.compile(rf"\s*{mark}(?!\d)\s*", re.IGNORECASE)
        text = pattern.sub(lambda _, said=marks[mark]: said, text)  # type: ignore[misc]  # a bound default
    return text


def _concerning(text: str, constraints: Constraints, limit: int | None) -> Constraints:
    return Constraints(
        terms=tuple(term for term in constraints.terms if any(occurrences(text, term.source))),
        keep=tuple(word for word in constraints.keep if any(occurrences(text, word))),
        max_chars=limit,
    )


def _has_words(text: str, constraints: Constraints) -> bool:
    """Whether anything is there to translate: 500, 3.5% and a lone brand are not."""
    for word in constraints.keep:
        text = text.replace(word, " ")
    return any(c.isalpha() for c in text)


def _worth(sentence: _Sentence, verdict: Verdict) -> tuple[bool, float, int]:
    limit = sentence.job.constraints.max_chars
    fits = limit is None or 0 < len(verdict.text) <= limit
    return fits, coverage(sentence.text, verdict.left_over), -len(verdict.faults)


def _assembled(request: TranslationRequest, sentences: Sequence[_Sentence]) -> Translation:
    """One translation of its sentences, with the lines of the source."""
    text = ""
    left: list[LeftOver] = []
    end = 0
    for sentence in sentences:
        verdict = sentence.best or rejected(sentence.text, "nothing was written")
        gap = request.text[end : sentence.start]
        if text and verdict.text:
            text += "\n" * gap.count("\n") or ("" if sentence.job.target.language == "zh" else " ")
        text += verdict.text
        end = sentence.start + len(sentence.text)
        left += [
            LeftOver(o.text, o.start + sentence.start, o.end + sentence.start) for o in verdict.left_over
        ]
    limit = request.constraints.max_chars
    if limit is not None and len(text) > limit:
        # Cutting it would lose meaning that nobody could name; too long is of no use.
        text, left = "", list(merged(request.text, [(0, len(request.text))]))
    return Translation(text, coverage(request.text, left), tuple(left))


def _batches(
    offered: Sequence[tuple[_Sentence, Job, Mapping[str, str]]], most: int
) -> list[list[tuple[_Sentence, Job, Mapping[str, str]]]]:
    batches: list[list[tuple[_Sentence, Job, Mapping[str, str]]]] = []
    for item in offered:
        languages = (item[1].source, item[1].target)
        last = batches[-1] if batches else []
        if last and len(last) < most and (last[0][1].source, last[0][1].target) == languages:
            last.append(item)
        else:
            batches.append([item])
    return batches
