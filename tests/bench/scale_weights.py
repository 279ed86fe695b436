"""Random weights of the sizes that the profile `gpu` names, for `scale_engines.py`: no download.

Tokenizers are those of `argosy_engines.scale_tiny_models`, filled up with words that nobody writes, so
that each token a random model draws is text. Sizes are the published configurations' (read 2026-11).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from torch import Tensor, nn
from transformers import (
    AutoConfig,
    AutoModel,
    AutoModelForImageTextToText,
    AutoModelForSeq2SeqLM,
    AutoProcessor,
    AutoTokenizer,
    CLIPTextConfig,
    CLIPTextModel,
)

from argosy_engines import scale_tiny_images, scale_tiny_models
from argosy_engines.scale_loading import DTYPES

E5_SMALL = {
    "vocab_size": 250_037, "hidden_size": 384, "num_hidden_layers": 12, "num_attention_heads": 12,
    "intermediate_size": 1536, "max_position_embeddings": 512,
}  # fmt: skip
NLLB_600M = {
    "vocab_size": 256_206, "d_model": 1024, "encoder_layers": 12, "decoder_layers": 12,
    "encoder_attention_heads": 16, "decoder_attention_heads": 16, "encoder_ffn_dim": 4096,
    "decoder_ffn_dim": 4096, "max_position_embeddings": 1024,
}  # fmt: skip
QWEN3_VL_4B = {
    "tie_word_embeddings": True,
    "text_config": {
        "vocab_size": 151_936, "hidden_size": 2560, "intermediate_size": 9728, "num_hidden_layers": 36,
        "num_attention_heads": 32, "num_key_value_heads": 8, "head_dim": 128, "initializer_range": 0.02,
        "max_position_embeddings": 262_144, "tie_word_embeddings": True,
        "rope_parameters": {"rope_type": "default", "rope_theta": 5e6, "mrope_section": [24, 20, 20]},
    },
    "vision_config": {
        "depth": 24, "hidden_size": 1024, "intermediate_size": 4096, "num_heads": 16, "out_hidden_size": 2560,
        "num_position_embeddings": 2304, "deepstack_visual_indexes": [5, 11, 17], "initializer_range": 0.02,
    },
}  # fmt: skip
QWEN3_VL_PIXELS = {"shortest_edge": 65_536, "longest_edge": 16_777_216}
CLIP_L = {
    "hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12, "num_attention_heads": 12,
}  # fmt: skip
SD_UNET = {
    "sample_size": 64, "in_channels": 9, "out_channels": 4, "cross_attention_dim": 768,
    "block_out_channels": (320, 640, 1280, 1280), "layers_per_block": 2, "attention_head_dim": 8,
    "down_block_types": ("CrossAttnDownBlock2D",) * 3 + ("DownBlock2D",),
    "up_block_types": ("UpBlock2D", *("CrossAttnUpBlock2D",) * 3),
}  # fmt: skip
SD_VAE = {
    "block_out_channels": (128, 256, 512, 512), "layers_per_block": 2, "latent_channels": 4,
    "down_block_types": ("DownEncoderBlock2D",) * 4, "up_block_types": ("UpDecoderBlock2D",) * 4,
}  # fmt: skip


def text_embedder(place: Path, device: str, dtype: str, *, is_tiny: bool) -> Path:
    """Like intfloat/multilingual-e5-small; its words are letters, each a token."""
    scale_tiny_models.bert(place)
    return place if is_tiny else _grown(place, AutoModel, E5_SMALL, device, dtype, before="")


def translator(place: Path, device: str, dtype: str, *, is_tiny: bool) -> Path:
    """Like facebook/nllb-200-distilled-600M."""
    scale_tiny_models.nllb(place)
    return place if is_tiny else _grown(place, AutoModelForSeq2SeqLM, NLLB_600M, device, dtype, before="▁")


def text_generator(place: Path, device: str, dtype: str, *, is_tiny: bool) -> Path:
    """Like Qwen/Qwen3-VL-4B-Instruct."""
    scale_tiny_models.qwen3_vl(place)
    if is_tiny:
        return place
    processor = AutoProcessor.from_pretrained(str(place))
    processor.image_processor.size = QWEN3_VL_PIXELS
    processor.save_pretrained(str(place))
    return _grown(place, AutoModelForImageTextToText, QWEN3_VL_4B, device, dtype, before="Ġ")


def lama(file: Path, device: str, *, is_tiny: bool) -> Path:
    """A TorchScript file with the widths and depth of big-lama."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if is_tiny:
        return scale_tiny_images.lama_torchscript(file)
    with torch.device(device), torch.inference_mode():
        example = (torch.rand(1, 3, 256, 256), torch.zeros(1, 1, 256, 256))
        torch.jit.trace(Lama().eval(), example).save(str(file))
    return file


class Lama(nn.Module):
    """Plain convolutions where big-lama has Fourier ones: more arithmetic, fewer steps."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = [nn.Conv2d(4, 64, 7, padding=3), nn.ReLU()]
        for width in (64, 128, 256):
            layers += [nn.Conv2d(width, 2 * width, 3, stride=2, padding=1), nn.ReLU()]
        for _ in range(36):
            layers += [nn.Conv2d(512, 512, 3, padding=1), nn.ReLU()]
        for width in (512, 256, 128):
            layers += [nn.ConvTranspose2d(width, width // 2, 4, stride=2, padding=1), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Conv2d(64, 3, 7, padding=3), nn.Sigmoid())

    def forward(self, image: Tensor, hole: Tensor) -> Tensor:
        """`[1, 3, h, w]` 0..1 and `[1, 1, h, w]` 0 or 1, to `[1, 3, h, w]`."""
        answer: Tensor = self.layers(torch.cat([image * (1 - hole), hole], dim=1))
        return answer


def diffusion(place: Path, device: str, dtype: str, *, is_tiny: bool) -> Path:
    """Like Stable Diffusion 1.5's inpainting pipeline, but for the words that its text encoder knows."""
    scale_tiny_images.stable_diffusion_inpaint(place)
    if is_tiny:
        return place
    words = {**CLIPTextConfig.from_pretrained(str(place / "text_encoder")).to_dict(), **CLIP_L}
    with torch.device(device):
        parts = {
            "unet": UNet2DConditionModel(**SD_UNET),
            "vae": AutoencoderKL(**SD_VAE),
            "text_encoder": CLIPTextModel(CLIPTextConfig(**words)),
        }
    for name, part in parts.items():
        part.to(DTYPES[dtype]).save_pretrained(str(place / name))
    return place


def _grown(place: Path, kind: Any, sizes: dict[str, Any], device: str, dtype: str, *, before: str) -> Path:
    """The tiny weights at `place` replaced by random ones of `sizes`."""
    config = AutoConfig.from_pretrained(str(place))
    for name, size in sizes.items():
        if isinstance(size, dict) and name.endswith("_config"):
            for inner, value in size.items():
                setattr(getattr(config, name), inner, value)
        else:
            setattr(config, name, size)
    old = AutoTokenizer.from_pretrained(str(place))
    _fill_vocabulary(place / "tokenizer.json", config.get_text_config().vocab_size - len(old), before)
    new = AutoTokenizer.from_pretrained(str(place))
    for part in {id(part): part for part in (config, config.get_text_config())}.values():
        # Filling up moved them to the vocabulary's end.
        for name, index in vars(part).items():
            if name.endswith("_token_id") and index is not None:
                setattr(part, name, new.convert_tokens_to_ids(old.convert_ids_to_tokens(index)))
    torch.manual_seed(0)
    with torch.device(device):
        model = kind.from_config(config, dtype=DTYPES[dtype])
    model.save_pretrained(str(place))
    return place


def _fill_vocabulary(file: Path, more: int, before: str) -> None:
    tokenizer = json.loads(file.read_text(encoding="utf-8"))
    vocabulary = tokenizer["model"]["vocab"]
    letters = str.maketrans("0123456789", "abcdefghij")
    known = len(vocabulary)
    vocabulary |= {f"{before}zq{str(i).translate(letters)}": i for i in range(known, known + more)}
    file.write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")
