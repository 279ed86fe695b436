"""Tiny models that look at pictures, saved as the real ones are: for tests and for trying a profile.

The saliency stand-in truly finds what is dark; the two towers are random.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from tokenizers.models import BPE
from tokenizers.trainers import BpeTrainer
from torch import Tensor
from transformers import (
    Siglip2Config,
    Siglip2ImageProcessor,
    Siglip2Model,
    Siglip2Tokenizer,
    SiglipConfig,
    SiglipImageProcessor,
    SiglipModel,
)

CORPUS = (
    "a photo of a black dress of cotton with long sleeves",
    "this is a photo of navy blue denim trousers",
)
_TEXT = {
    "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2,
    "max_position_embeddings": 32, "projection_size": 32,
}  # fmt: skip
_VISION = {
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "patch_size": 8,
}


def siglip(place: Path, seed: int = 0) -> Path:
    """SigLIP's network of one size of picture, as most of SigLIP2's weights have it."""
    torch.manual_seed(seed)
    tokenizer = _tokenizer()
    config = SiglipConfig(
        text_config={**_TEXT, **_ids(tokenizer)}, vision_config={**_VISION, "image_size": 32}
    )
    pictures = SiglipImageProcessor(size={"height": 32, "width": 32})
    for part in (SiglipModel(config), tokenizer, pictures):
        part.save_pretrained(str(place))
    return place


def siglip2(place: Path, seed: int = 0) -> Path:
    """SigLIP2's network that keeps a picture's shape (NaFlex)."""
    torch.manual_seed(seed)
    tokenizer = _tokenizer()
    config = Siglip2Config(
        text_config={**_TEXT, **_ids(tokenizer)}, vision_config={**_VISION, "num_patches": 16}
    )
    pictures = Siglip2ImageProcessor(patch_size=8, max_num_patches=16)
    for part in (Siglip2Model(config), tokenizer, pictures):
        part.save_pretrained(str(place))
    return place


def _tokenizer() -> Siglip2Tokenizer:
    blank = Siglip2Tokenizer()._tokenizer  # noqa: SLF001 — the one way to train in its own pre-tokenizer
    blank.model = BPE(unk_token="<unk>")  # noqa: S106 — a token of a vocabulary
    special = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>"]
    blank.train_from_iterator(CORPUS, BpeTrainer(vocab_size=200, special_tokens=special, show_progress=False))
    learnt = json.loads(blank.to_str())["model"]
    return Siglip2Tokenizer(vocab=learnt["vocab"], merges=[tuple(pair) for pair in learnt["merges"]])


def _ids(tokenizer: Siglip2Tokenizer) -> dict[str, int]:
    return {
        "vocab_size": len(tokenizer), "pad_token_id": tokenizer.pad_token_id,
        "bos_token_id": tokenizer.bos_token_id, "eos_token_id": tokenizer.eos_token_id,
    }  # fmt: skip


class Darkness(torch.nn.Module):  # type: ignore[misc]  # torch is Any to mypy
    """A saliency network's signature: what is dark is the product, as logits, after a coarser map."""

    def forward(self, picture: Tensor) -> tuple[Tensor, Tensor]:
        """`[1, 3, h, w]`, normalised, to two maps `[1, 1, h, w]`."""
        found = -8.0 * picture.mean(dim=1, keepdim=True)
        return torch.zeros_like(found), found


def saliency_onnx(file: Path, side: int = 64) -> Path:
    """An ONNX file of one size of picture with two maps, the last of them finished, as BiRefNet's exports
    have it."""
    example = torch.zeros(1, 3, side, side)
    torch.onnx.export(
        Darkness().eval(), example, str(file), dynamo=False, input_names=["input_image"],
        output_names=["coarse", "output_image"],
    )  # fmt: skip
    return file
