"""Profiles: read, refused by name, and only what is asked for is imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from argosy_engines.contracts import EngineIdentity
from argosy_engines.errors import ProfileError, WeightsMissing
from argosy_engines.registry import MODELS, build, load_profile, resolve_weights

PROFILES = Path(__file__).parents[3] / "deploy/triton/profiles"


def written(tmp_path: Path, text: str) -> str:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("path", sorted(PROFILES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_profile_is_well_formed_and_bears_its_files_name(path: Path) -> None:
    profile = load_profile(str(path))
    assert profile.name == path.stem
    assert set(profile.specs) <= set(MODELS)


def test_the_embedded_profile_builds_without_torch() -> None:
    code = f"""
import sys
from pathlib import Path
from argosy_engines.registry import build, load_profile
profile = load_profile("embedded", Path({str(PROFILES)!r}))
for model in profile.specs:
    build(model, profile)
assert "rapidocr" in sys.modules
sys.exit("torch" in sys.modules or "transformers" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)  # noqa: S603 — ourselves
    assert done.returncode == 0, done.stderr


def test_an_engine_says_its_profile_and_the_entrys_revision_wins(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "profile: mine\nmodels: {text_embedder: {engine: 'argosy_engines.hash_embedder:HashEmbedder',"
        " revision: '2026-01', options: {dimensions: 64}}}",
    )
    engine = build("text_embedder", path)
    assert engine.identity == EngineIdentity("char-ngram-hash", "crc32-1to4-64", "2026-01", "mine")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[", "not YAML"),
        ("profile: x", "needs a mapping"),
        ("models: {}", "`profile` must be its name"),
        ("profile: x\nmodels: {painter: {engine: 'a:B'}}", "painter"),
        ("profile: x\nmodels: {translator: {engine: 'a.B'}}", "package.module:Class"),
        ("profile: x\nmodels: {translator: {engine: 'a:B', wieghts: y}}", "wieghts"),
        ("profile: x\nmodels: {translator: {engine: 'a:B', max_batch: 0}}", "max_batch"),
        ("profile: x\nmodels: {translator: {engine: 'a:B', revision: 1.0}}", "quotes"),
    ],
)
def test_a_wrong_profile_is_refused_saying_where(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ProfileError, match=said) as caught:
        load_profile(written(tmp_path, text))
    assert "mine.yaml" in str(caught.value)


@pytest.mark.parametrize(
    ("engine", "options", "error", "said"),
    [
        ("argosy_engines.nowhere:X", "{}", ProfileError, "no such module"),
        ("argosy_engines.hash_embedder:X", "{}", ProfileError, "no engine class"),
        ("argosy_engines.hash_embedder:HashEmbedder", "{dimension: 3}", ProfileError, "dimension"),
    ],
)
def test_an_engine_that_cannot_be_made_fails_by_name(
    tmp_path: Path, engine: str, options: str, error: type[Exception], said: str
) -> None:
    path = written(
        tmp_path,
        f"profile: x\nmodels: {{text_embedder: {{engine: '{engine}', options: {options}}}}}",
    )
    with pytest.raises(error, match=said):
        build("text_embedder", path)


def test_a_missing_library_is_told_apart_from_a_missing_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "needs_it.py").write_text("import a_library_nobody_has\n")
    monkeypatch.syspath_prepend(tmp_path)
    path = written(tmp_path, "profile: x\nmodels: {translator: {engine: 'needs_it:X'}}")
    with pytest.raises(WeightsMissing, match="a_library_nobody_has"):
        build("translator", path)


def test_a_model_that_the_profile_does_not_list_is_not_built() -> None:
    with pytest.raises(ProfileError, match="does not serve 'text_generator'"):
        build("text_generator", "embedded", PROFILES)


def test_weights_are_found_in_packages_and_hub_ids_stay_as_they_are(tmp_path: Path) -> None:
    assert resolve_weights("Qwen/Qwen3-VL-4B-Instruct") == "Qwen/Qwen3-VL-4B-Instruct"
    assert resolve_weights(str(tmp_path)) == str(tmp_path)
    assert Path(resolve_weights("package:argosy_engines/contracts.py")).is_file()
    for missing in ("package:not_there_at_all", "package:argosy_engines/no.bin", "/not/there"):
        with pytest.raises(WeightsMissing, match="not"):
            resolve_weights(missing)
