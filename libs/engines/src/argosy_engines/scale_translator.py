"""`translator` on encoder-decoder models of transformers: NLLB, M2M100 and Marian families."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, Self

import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

from argosy_commerce.languages import Tag
from argosy_engines.contracts import EngineIdentity, EngineSpec, Translation, TranslationRequest
from argosy_engines.errors import InvalidInput, ProfileError
from argosy_engines.registry import reject_unknown_options
from argosy_engines.scale_certainty import Certainty
from argosy_engines.scale_language_codes import codes
from argosy_engines.scale_loading import Weights, option
from argosy_engines.scale_prompt_tokens import PlainText
from argosy_engines.scale_translation import Desk, Form, Job
from argosy_engines.scale_translation_checks import Draft

OPTIONS = {"num_beams", "max_source_tokens", "min_mean_logprob"}
MIN_MEAN_LOGPROB = -3.0
"""Below one chance in twenty for its average token, a model guesses. A floor, no measure of quality."""


@dataclass(frozen=True, slots=True)
class TransformersTranslator:
    """`Translator` on a sequence-to-sequence model."""

    identity: EngineIdentity
    _desk: Desk

    @classmethod
    def from_spec(cls, spec: EngineSpec) -> Self:
        """Load the weights.

        Options: `num_beams` (default 1), `max_source_tokens` (a longer sentence is cut into
        clauses, default 256), `min_mean_logprob` (drafts the model was less sure of are refused).
        """
        reject_unknown_options(spec, OPTIONS)
        weights = Weights.of(spec)
        writer = Seq2SeqWriter.load(
            weights,
            num_beams=option(spec, "num_beams", 1, highest=16),
            longest=option(spec, "max_source_tokens", 256, lowest=8),
        )
        floor = option(spec, "min_mean_logprob", MIN_MEAN_LOGPROB, lowest=-100.0, highest=0.0)
        return cls(writer.identity, Desk(writer, spec.max_batch, floor))

    def translate(self, requests: Sequence[TranslationRequest]) -> list[Translation | Exception]:
        return self._desk.translate(requests)


class Languages(Protocol):
    """How a family of models is told which languages to read and to write."""

    def check(self, source: Tag, target: Tag) -> None:
        """Raises `InvalidInput` for what the model does not know."""
        ...

    def source_ids(self, ids: list[int], source: Tag, target: Tag) -> list[int]:
        """A sentence's ids with what marks its language."""
        ...

    def first_id(self, target: Tag) -> int | None:
        """The token that the answer must begin with."""
        ...


@dataclass(frozen=True, slots=True)
class CodedLanguages:
    """NLLB and M2M100: a token for each language, before the source and before the answer."""

    tokenizer: Any
    ids: dict[str, int]

    def check(self, source: Tag, target: Tag) -> None:
        for name, tag in (("source", source), ("target", target)):
            if self._code(tag) is None:
                raise InvalidInput(f"{name}: this translator does not know {str(tag)!r}")

    def source_ids(self, ids: list[int], source: Tag, target: Tag) -> list[int]:  # noqa: ARG002 — the answer's token says the target
        return [self.ids[self._code(source) or ""], *ids, self.tokenizer.eos_token_id]

    def first_id(self, target: Tag) -> int | None:
        return self.ids[self._code(target) or ""]

    def _code(self, tag: Tag) -> str | None:
        return next((code for code in codes(tag) if code in self.ids), None)


@dataclass(frozen=True, slots=True)
class PairOfLanguages:
    """Marian: one source, and one target or several with a mark (`>>spa<<`) before the source."""

    tokenizer: Any

    def check(self, source: Tag, target: Tag) -> None:
        reads, writes = self.tokenizer.source_lang, self.tokenizer.target_lang
        if reads not in set(codes(source)):
            raise InvalidInput(f"source: this translator reads {reads!r}, not {str(source)!r}")
        if self._mark(target) is None and writes not in set(codes(target)):
            raise InvalidInput(f"target: this translator writes {writes!r}, not {str(target)!r}")

    def source_ids(self, ids: list[int], source: Tag, target: Tag) -> list[int]:  # noqa: ARG002 — a model reads one
        mark = self._mark(target)
        marked = [] if mark is None else [self.tokenizer.convert_tokens_to_ids(mark)]
        return [*marked, *ids, self.tokenizer.eos_token_id]

    def first_id(self, target: Tag) -> int | None:  # noqa: ARG002 — the source's mark says it
        return None

    def _mark(self, target: Tag) -> str | None:
        known = set(self.tokenizer.supported_language_codes)
        # Marks are ISO 639-3, with a script where a language has several: >>spa<<, >>zho_Hans<<.
        names = [name for code in codes(target) for name in (code, code.split("_")[0])]
        return next((mark for name in names if (mark := f">>{name}<<") in known), None)


def _languages(weights: Weights, tokenizer: Any, model_type: str) -> Languages:  # noqa: ANN401 — any tokenizer
    if model_type == "marian":
        return PairOfLanguages(tokenizer)
    if hasattr(tokenizer, "lang_code_to_id"):
        return CodedLanguages(tokenizer, dict(tokenizer.lang_code_to_id))
    coded = {
        str(token.content): index
        for index, token in tokenizer.added_tokens_decoder.items()
        if str(token.content)[3:4] == "_"
    }
    if "eng_Latn" not in coded:
        spec = weights.spec
        raise ProfileError(
            f"profile {spec.profile!r}, model {spec.model!r}: {spec.weights!r} is no NLLB, M2M100 or Marian "
            "model: its tokenizer names no languages"
        )
    return CodedLanguages(tokenizer, coded)


@dataclass(frozen=True, slots=True)
class Seq2SeqWriter:
    """Writes drafts with an encoder-decoder model."""

    identity: EngineIdentity
    longest: int
    _weights: Weights
    _model: Any
    _tokenizer: Any
    _languages: Languages
    _plain: PlainText
    _num_beams: int
    _most_new: int
    forms: tuple[Form, ...] = field(default=("terms-in-place", "marks"))

    @classmethod
    def load(cls, weights: Weights, num_beams: int, longest: int) -> Self:
        tokenizer = weights.load(AutoTokenizer.from_pretrained)
        model = weights.load_model(AutoModelForSeq2SeqLM.from_pretrained)
        # Checkpoints set a total length and force an end at it, which would hide an unfinished answer.
        model.generation_config.max_length = None
        model.generation_config.forced_eos_token_id = None
        most = int(getattr(model.config, "max_position_embeddings", 1024))
        languages = _languages(weights, tokenizer, model.config.model_type)
        marks = getattr(tokenizer, "supported_language_codes", None) or ()
        marks = [*marks, *getattr(tokenizer, "lang_token_to_id", ())]
        return cls(
            identity=weights.identity("transformers-seq2seq", getattr(model.config, "_commit_hash", None)),
            longest=min(longest, most - 4),
            _weights=weights,
            _model=model,
            _tokenizer=tokenizer,
            _languages=languages,
            _plain=PlainText.of(tokenizer, marks),
            _num_beams=num_beams,
            _most_new=most - 4,
        )

    def check(self, source: Tag, target: Tag) -> None:
        self._languages.check(source, target)

    def length(self, text: str) -> int:
        return len(self._plain.tokens(text, "text"))

    def write(self, jobs: Sequence[Job]) -> list[Draft]:
        """One draft per job; all jobs share their languages."""
        target = jobs[0].target
        read = self._plain.rows([job.text for job in jobs], ["text"] * len(jobs))
        rows = [
            self._languages.source_ids(ids, job.source, target) for ids, job in zip(read, jobs, strict=True)
        ]
        width = max(len(row) for row in rows)
        ids = torch.full((len(rows), width), self._tokenizer.pad_token_id)
        mask = torch.zeros_like(ids)
        for i, row in enumerate(rows):
            ids[i, : len(row)] = torch.tensor(row)
            mask[i, : len(row)] = 1
        # Twice the source, and room for short ones: German needs 1.5 times the tokens of Chinese.
        room = min(self._most_new, 2 * width + 24)
        first = self._languages.first_id(target)
        certainty = Certainty(skipped=0 if first is None else 1)
        with torch.inference_mode():
            written = self._model.generate(
                input_ids=ids.to(self._weights.device),
                attention_mask=mask.to(self._weights.device),
                forced_bos_token_id=first,
                num_beams=self._num_beams,
                do_sample=False,
                max_new_tokens=room,
                logits_processor=[certainty] if self._num_beams == 1 else [],
                return_dict_in_generate=True,
                output_scores=self._num_beams > 1,
            )
        # In front stand the decoder's start, which for M2M100 and NLLB is the end token, and the
        # language, which not every tokenizer takes for a special token.
        front = 1 if first is None else 2
        new = written.sequences[:, front:]
        written_ids: list[list[int]] = new.tolist()
        end = self._tokenizer.eos_token_id
        lengths = [ids.index(end) if end in ids else len(ids) for ids in written_ids]
        sure = certainty.means(new, lengths) if self._num_beams == 1 else written.sequences_scores.tolist()
        return [
            Draft(self._tokenizer.decode(ids[:length], skip_special_tokens=True), end in ids, mean)
            for ids, length, mean in zip(written_ids, lengths, sure, strict=True)
        ]
