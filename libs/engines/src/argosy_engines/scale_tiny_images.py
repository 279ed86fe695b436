"""Tiny inpainting models with the signatures of the real ones: for tests and for trying a profile.

The LaMa stand-in truly fills holes from their surroundings; the diffusion pipeline is random.
"""

from __future__ import annotations

from pathlib import Path

import torch
from diffusers import AutoencoderKL, DDIMScheduler, StableDiffusionInpaintPipeline, UNet2DConditionModel
from torch import Tensor
from torch.nn.functional import avg_pool2d
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer


class Smear(torch.nn.Module):  # type: ignore[misc]  # torch is Any to mypy
    """LaMa's signature: holes become the mean of what is known around them."""

    def __init__(self, reach: int = 31, output_scale: float = 1.0) -> None:
        super().__init__()
        self.reach = reach
        self.output_scale = output_scale

    def forward(self, image: Tensor, hole: Tensor) -> Tensor:
        """`[1, 3, h, w]` 0..1 and `[1, 1, h, w]` 0 or 1, to `[1, 3, h, w]`."""
        pad = self.reach // 2
        known = 1.0 - hole
        total = avg_pool2d(image * known, self.reach, 1, pad)
        weight = avg_pool2d(known, self.reach, 1, pad)
        filled = total / torch.clamp(weight, min=1e-6)
        return (image * known + filled * hole) * self.output_scale


def lama_torchscript(file: Path) -> Path:
    """A TorchScript file of any size of picture, answering 0..1."""
    torch.jit.script(Smear().eval()).save(str(file))
    return file


def lama_exported(file: Path) -> Path:
    """A `torch.export` file for sides that are multiples of 8."""
    example = (torch.zeros(1, 3, 64, 72), torch.zeros(1, 1, 64, 72))
    high, wide = (8 * torch.export.Dim(name, min=2, max=512) for name in ("high", "wide"))
    sides = {2: high, 3: wide}
    torch.export.save(torch.export.export(Smear().eval(), example, dynamic_shapes=(sides, sides)), str(file))
    return file


def lama_onnx(file: Path, side: int = 64) -> Path:
    """An ONNX file of one size of picture, answering 0..255, as published exports of big-lama do."""
    example = (torch.zeros(1, 3, side, side), torch.zeros(1, 1, side, side))
    torch.onnx.export(
        Smear(output_scale=255.0).eval(), example, str(file), dynamo=False,
        input_names=["image", "mask"], output_names=["output"],
    )  # fmt: skip
    return file


def stable_diffusion_inpaint(place: Path, seed: int = 0) -> Path:
    """A Stable Diffusion inpainting pipeline: tiny UNet, VAE and CLIP text encoder."""
    torch.manual_seed(seed)
    place.mkdir(parents=True, exist_ok=True)
    unet = UNet2DConditionModel(
        block_out_channels=(32, 64), layers_per_block=1, sample_size=8, in_channels=9, out_channels=4,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), cross_attention_dim=32,
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"), attention_head_dim=8, norm_num_groups=8,
    )  # fmt: skip
    levels = 4
    vae = AutoencoderKL(
        block_out_channels=(8,) * levels, down_block_types=("DownEncoderBlock2D",) * levels,
        up_block_types=("UpDecoderBlock2D",) * levels, latent_channels=4, norm_num_groups=4,
    )  # fmt: skip
    text = CLIPTextModel(
        CLIPTextConfig(
            hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=2,
            vocab_size=300, max_position_embeddings=77, bos_token_id=0, eos_token_id=1, pad_token_id=1,
        )
    )  # fmt: skip
    letters = [chr(c) for c in range(33, 127)]
    words = ["<|startoftext|>", "<|endoftext|>", *letters, *(f"{c}</w>" for c in letters)]
    tokenizer = CLIPTokenizer(vocab={word: i for i, word in enumerate(words)}, merges=[], model_max_length=77)
    scheduler = DDIMScheduler(beta_schedule="scaled_linear", clip_sample=False, steps_offset=1)
    pipeline = StableDiffusionInpaintPipeline(
        unet=unet, vae=vae, text_encoder=text, tokenizer=tokenizer, scheduler=scheduler,
        safety_checker=None, feature_extractor=None, requires_safety_checker=False,
    )  # fmt: skip
    pipeline.save_pretrained(str(place))
    return place
