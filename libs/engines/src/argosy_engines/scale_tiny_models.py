"""Tiny random models of the real classes, saved as weights are: for tests and for trying a profile.

They are built in about a second each, need no download, and load through the same code as the real
ones. What they say means nothing: they show that loading, shapes, streaming and checking work.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import sentencepiece
import torch
from tokenizers import pre_tokenizers
from tokenizers.models import BPE
from tokenizers.trainers import BpeTrainer
from transformers import (
    BertConfig,
    BertModel,
    BertTokenizer,
    M2M100Config,
    M2M100ForConditionalGeneration,
    M2M100Tokenizer,
    MarianConfig,
    MarianMTModel,
    MarianTokenizer,
    NllbTokenizer,
    Qwen2_5_VLConfig,
    Qwen2_5_VLForConditionalGeneration,
    Qwen2_5_VLProcessor,
    Qwen2Tokenizer,
    Qwen2VLImageProcessor,
    Qwen2VLVideoProcessor,
    Qwen3Config,
    Qwen3ForCausalLM,
    Qwen3VLConfig,
    Qwen3VLForConditionalGeneration,
    Qwen3VLProcessor,
    Qwen3VLVideoProcessor,
)

CHAT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n"
    "{% if message.content is string %}{{ message.content }}{% else %}{% for part in message.content %}"
    "{% if part.type == 'image' %}<|vision_start|><|image_pad|><|vision_end|>"
    "{% else %}{{ part.text }}{% endif %}{% endfor %}{% endif %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
"""Qwen's, less what tools and thinking need."""
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
VISION = ["<|vision_start|>", "<|vision_end|>", "<|image_pad|>", "<|video_pad|>"]
CORPUS = (
    "a black dress of cotton with long sleeves for summer",
    "camiseta de algodón para mujer, color negro, talla 36",
    "纯棉连衣裙女夏季新款黑色长袖 2件套 500ml*2瓶",
    "Baumwollhemd für Herren 100 % rot",
)


def qwen3(place: Path, seed: int = 0, *, positions: int | None = None) -> Path:
    """A causal chat model of about 60,000 parameters, which reads `positions` tokens."""
    torch.manual_seed(seed)
    tokenizer = _qwen_tokenizer()
    sizes = _text_sizes(tokenizer)
    if positions is not None:
        sizes["max_position_embeddings"] = positions
    config = Qwen3Config(vocab_size=len(tokenizer), **sizes)
    return _save(place, Qwen3ForCausalLM(config), tokenizer)


def qwen2_5_vl(place: Path, seed: int = 0, *, positions: int | None = None) -> Path:
    """A vision-language chat model, which reads `positions` tokens: patches of 14 px, merged two by two."""
    torch.manual_seed(seed)
    tokenizer = _qwen_tokenizer()
    vision = {
        "depth": 2, "hidden_size": 32, "intermediate_size": 64, "num_heads": 2, "out_hidden_size": 32,
        "initializer_range": 0.2, "fullatt_block_indexes": [1], "window_size": 56,
    }  # fmt: skip
    text = {"vocab_size": len(tokenizer), **_text_sizes(tokenizer), "rope_parameters": _mrope()}
    if positions is not None:
        text["max_position_embeddings"] = positions
    config = Qwen2_5_VLConfig(text_config=text, vision_config=vision, **_vision_tokens(tokenizer))
    processor = Qwen2_5_VLProcessor(
        Qwen2VLImageProcessor(min_pixels=28 * 28, max_pixels=112 * 112), tokenizer, Qwen2VLVideoProcessor(),
        chat_template=CHAT_TEMPLATE,
    )  # fmt: skip
    return _save(place, Qwen2_5_VLForConditionalGeneration(config), processor)


def qwen3_vl(place: Path, seed: int = 0) -> Path:
    """A vision-language chat model with deep stacking: patches of 16 px, merged two by two."""
    torch.manual_seed(seed)
    tokenizer = _qwen_tokenizer()
    vision = {
        "depth": 2, "hidden_size": 32, "intermediate_size": 64, "num_heads": 2, "out_hidden_size": 32,
        "initializer_range": 0.2, "deepstack_visual_indexes": [0], "num_position_embeddings": 64,
    }  # fmt: skip
    text = {"vocab_size": len(tokenizer), **_text_sizes(tokenizer), "rope_parameters": _mrope()}
    config = Qwen3VLConfig(text_config=text, vision_config=vision, **_vision_tokens(tokenizer))
    images = Qwen2VLImageProcessor(patch_size=16, min_pixels=32 * 32, max_pixels=128 * 128)
    processor = Qwen3VLProcessor(images, tokenizer, Qwen3VLVideoProcessor(), chat_template=CHAT_TEMPLATE)
    return _save(place, Qwen3VLForConditionalGeneration(config), processor)


def bert(place: Path, seed: int = 0, dimensions: int = 32) -> Path:
    """A BERT encoder with a vocabulary of letters."""
    torch.manual_seed(seed)
    place.mkdir(parents=True, exist_ok=True)
    letters = sorted({c for line in CORPUS for c in line.lower() if not c.isspace()})
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{c}" for c in letters)]
    (place / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    tokenizer = BertTokenizer.from_pretrained(str(place))
    config = BertConfig(
        vocab_size=len(tokenizer), hidden_size=dimensions, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=64, max_position_embeddings=64,
    )  # fmt: skip
    return _save(place, BertModel(config), tokenizer)


def m2m100(
    place: Path, seed: int = 0, corpus: Iterable[str] = CORPUS, *, pieces: int = 200, width: int = 32
) -> Path:
    """A many-to-many translator with M2M100's own tokenizer."""
    torch.manual_seed(seed)
    model_file, vocabulary = _sentencepiece(place, corpus, pieces)
    vocabulary_file = place / "vocab.json"
    vocabulary_file.write_text(json.dumps(vocabulary), encoding="utf-8")
    tokenizer = M2M100Tokenizer(str(vocabulary_file), str(model_file))
    total = tokenizer.encoder_size + len(tokenizer.lang_token_to_id) + tokenizer.num_madeup_words
    return _save(place, M2M100ForConditionalGeneration(_seq2seq(total, width)), tokenizer)


def nllb(place: Path, seed: int = 0, corpus: Iterable[str] = CORPUS) -> Path:
    """M2M100's network with NLLB's tokenizer and FLORES-200 codes."""
    torch.manual_seed(seed)
    bpe = BPE(unk_token="<unk>")  # noqa: S106 — a token of a vocabulary
    blank = NllbTokenizer()._tokenizer  # noqa: SLF001 — the one way to train in its own pre-tokenizer
    blank.model = bpe
    start = ["<s>", "<pad>", "</s>", "<unk>"]
    blank.train_from_iterator(corpus, BpeTrainer(vocab_size=260, special_tokens=start, show_progress=False))
    learnt = json.loads(blank.to_str())["model"]
    tokenizer = NllbTokenizer(vocab=learnt["vocab"], merges=[tuple(pair) for pair in learnt["merges"]])
    return _save(place, M2M100ForConditionalGeneration(_seq2seq(len(tokenizer), 32)), tokenizer)


def marian(place: Path, source: str, target: str, seed: int = 0, corpus: Iterable[str] = CORPUS) -> Path:
    """A translator of one pair of languages."""
    torch.manual_seed(seed)
    model_file, vocabulary = _sentencepiece(place, corpus, 200)
    pieces = {piece: i for i, piece in enumerate([p for p in vocabulary if p != "<pad>"])}
    pieces["<pad>"] = len(pieces)
    vocabulary_file = place / "vocab.json"
    vocabulary_file.write_text(json.dumps(pieces), encoding="utf-8")
    tokenizer = MarianTokenizer(
        str(model_file), str(model_file), str(vocabulary_file), source_lang=source, target_lang=target
    )
    sizes = _seq2seq_sizes(32)
    config = MarianConfig(
        vocab_size=len(pieces), pad_token_id=pieces["<pad>"], decoder_start_token_id=pieces["<pad>"],
        eos_token_id=pieces["</s>"], forced_eos_token_id=pieces["</s>"], **sizes,
    )  # fmt: skip
    return _save(place, MarianMTModel(config), tokenizer)


def teach(
    place: Path,
    tokenizer: Any,  # noqa: ANN401 — transformers' own
    batches: Sequence[dict[str, Any]],
    load: Callable[[str], Any],
    steps: int,
) -> float:
    """Train saved weights on a few batches until it knows them; the last loss."""
    torch.manual_seed(0)
    # Two threads on busy cores took 255 s for what one does in seconds.
    torch.set_num_threads(1)
    model = load(str(place)).train()
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3)
    loss = torch.tensor(float("inf"))
    for step in range(steps):
        loss = model(**batches[step % len(batches)]).loss
        loss.backward()
        optimiser.step()
        optimiser.zero_grad()
    _save(place, model.eval(), tokenizer)
    return float(loss.detach())


def _save(place: Path, *parts: Any) -> Path:  # noqa: ANN401 — models, tokenizers, processors
    for part in parts:
        part.save_pretrained(str(place))
    return place


def _qwen_tokenizer() -> Any:  # noqa: ANN401 — transformers' own
    blank = Qwen2Tokenizer()._tokenizer  # noqa: SLF001 — the one way to train in its own pre-tokenizer
    blank.model = BPE()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    blank.train_from_iterator(
        CORPUS, BpeTrainer(vocab_size=330, initial_alphabet=alphabet, show_progress=False)
    )
    learnt = json.loads(blank.to_str())["model"]
    tokenizer = Qwen2Tokenizer(
        vocab=learnt["vocab"],
        merges=[tuple(pair) for pair in learnt["merges"]],
        eos_token="<|im_end|>",  # noqa: S106 — a token of a vocabulary
        pad_token="<|endoftext|>",  # noqa: S106 — likewise
        extra_special_tokens=[*SPECIAL, *VISION],
    )
    tokenizer.add_tokens(["<tool_call>", "<think>", "</think>"])
    tokenizer.chat_template = CHAT_TEMPLATE
    return tokenizer


def _text_sizes(tokenizer: Any) -> dict[str, Any]:  # noqa: ANN401 — transformers' own
    return {
        "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2,
        "num_key_value_heads": 1, "head_dim": 16, "max_position_embeddings": 512, "initializer_range": 0.2,
        "bos_token_id": None, "eos_token_id": tokenizer.eos_token_id, "pad_token_id": tokenizer.pad_token_id,
    }  # fmt: skip


def _mrope() -> dict[str, Any]:
    return {"rope_type": "default", "rope_theta": 10000.0, "mrope_section": [2, 3, 3]}


def _vision_tokens(tokenizer: Any) -> dict[str, int]:  # noqa: ANN401 — transformers' own
    names = {
        "image_token_id": "<|image_pad|>", "video_token_id": "<|video_pad|>",
        "vision_start_token_id": "<|vision_start|>", "vision_end_token_id": "<|vision_end|>",
    }  # fmt: skip
    return {name: tokenizer.convert_tokens_to_ids(token) for name, token in names.items()}


def _seq2seq_sizes(width: int) -> dict[str, Any]:
    return {
        "d_model": width, "encoder_layers": 2, "decoder_layers": 2, "encoder_attention_heads": 2,
        "decoder_attention_heads": 2, "encoder_ffn_dim": 2 * width, "decoder_ffn_dim": 2 * width,
        "max_position_embeddings": 256, "encoder_layerdrop": 0.0, "decoder_layerdrop": 0.0, "dropout": 0.0,
    }  # fmt: skip


def _seq2seq(vocabulary: int, width: int) -> M2M100Config:
    return M2M100Config(vocab_size=vocabulary, decoder_start_token_id=2, **_seq2seq_sizes(width))


def _sentencepiece(place: Path, corpus: Iterable[str], pieces: int) -> tuple[Path, dict[str, int]]:
    """A SentencePiece model and its vocabulary with fairseq's first four tokens."""
    place.mkdir(parents=True, exist_ok=True)
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(list(corpus)), model_prefix=str(place / "sentencepiece.bpe"),
        vocab_size=pieces, model_type="bpe", hard_vocab_limit=False, character_coverage=1.0,
        bos_id=0, pad_id=1, eos_id=2, unk_id=3, minloglevel=2, num_threads=1,
    )  # fmt: skip
    model_file = place / "sentencepiece.bpe.model"
    processor = sentencepiece.SentencePieceProcessor(model_file=str(model_file))
    return model_file, {processor.IdToPiece(i): i for i in range(processor.GetPieceSize())}
