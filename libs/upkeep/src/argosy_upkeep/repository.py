"""Lays out a model repository of one pool: the models it serves, as many processes as it wants.

python -m argosy_upkeep.repository --from /opt/argosy/triton --to /models --model text_embedder \
    --instances text_embedder=4
python -m argosy_upkeep.repository --from /opt/argosy/triton --to /models --model text_generator \
    --vllm '{"model": "/weights/Qwen3-VL-4B-Instruct"}'
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_COUNT = re.compile(r"(instance_group \[ \{[^\]]*?count: )\d+")


def lay_out(
    source: Path,
    target: Path,
    models: list[str],
    instances: Mapping[str, int],
    vllm: Mapping[str, Any] | None = None,
) -> None:
    """Copy each model's folder; with `vllm`, text_generator is the vLLM backend's with these keys."""
    for model in models:
        by_vllm = vllm is not None and model == "text_generator"
        shutil.copytree(
            source / ("vllm" if by_vllm else "models") / model, target / model, dirs_exist_ok=True
        )
        config = target / model / "config.pbtxt"
        text = config.read_text(encoding="utf-8")
        if vllm and by_vllm:
            engine = target / model / "1/model.json"
            merged = {**json.loads(engine.read_text(encoding="utf-8")), **vllm}
            engine.write_text(json.dumps(merged, indent=2) + "\n", encoding="utf-8")
            text = _said_by(text, merged)
        if model in instances:
            text, found = _COUNT.subn(rf"\g<1>{instances[model]}", text)
            if found != 1:
                raise ValueError(f"{config}: no single instance_group with a count")
        config.write_text(text, encoding="utf-8")


def _said_by(text: str, engine: Mapping[str, Any]) -> str:
    """The configuration's parameters say who answers; the backend itself does not."""
    for key, value in (("engine_model", engine["model"]), ("engine_revision", engine.get("revision", ""))):
        before, key_and_rest = text.split(f'key: "{key}" value: {{ string_value: "', maxsplit=1)
        _, rest = key_and_rest.split('"', maxsplit=1)
        text = f'{before}key: "{key}" value: {{ string_value: {json.dumps(value)}{rest}'
    return text


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="argosy_upkeep.repository")
    parser.add_argument(
        "--from", dest="source", type=Path, required=True, help="folder with models/ and vllm/"
    )
    parser.add_argument("--to", dest="target", type=Path, required=True)
    parser.add_argument("--model", action="append", required=True)
    parser.add_argument("--instances", action="append", default=[], help="model=count; repeat it")
    parser.add_argument("--vllm", type=json.loads, help="keys of the backend's model.json, as JSON")
    said = parser.parse_args(words)
    instances = {name: int(count) for name, _, count in (word.partition("=") for word in said.instances)}
    lay_out(said.source, said.target, said.model, instances, said.vllm)
    return 0


if __name__ == "__main__":
    sys.exit(main())
