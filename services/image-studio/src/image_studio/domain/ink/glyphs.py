"""Which pixels of a line's rectangle are its glyphs, and which are ground.

The rectangle holds glyphs and ground; its rim and what lies around it hold ground alone. So colours
are clustered, and a cluster that is dense inside and rare at the rim or around is lettering,
whatever the ground is: flat, graded or a photograph. Distances are CIE Lab (CIE76), where about 2.3
is the smallest difference the eye sees (Mahy et al., 1994).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from image_studio.domain.geometry import Floats, Mask
from image_studio.domain.ground.halo import changed_beside_glyphs, shared_by_glyphs
from image_studio.domain.ground.panels import panel_under
from image_studio.domain.ink.belonging import Shades, belonging
from image_studio.domain.ink.clusters import Labels, Shares, clusters_of, glyph_cluster, one_ink
from image_studio.domain.ink.departures import departed, halo_reach, smooth_ground
from image_studio.domain.ink.outlines import enclosed_ink, outline_of
from image_studio.domain.ink.patches import Patch
from image_studio.domain.masks import held_within, narrower, touching, wider

_BUSY: Final = 1.5  # Lab, from a smooth ground
_PANELS_SHARE: Final = 0.2  # of the rectangle, at least, for the largest of a panel's shades
_PANEL_EDGE: Final = 0.08  # of the line's height: lettering stands off a panel's edge


@dataclass(frozen=True)
class Glyphs:
    """What was found: the glyphs' own pixels, an outline's, all that is to go, the ground nearby.

    ``surface`` is the ground's fitted colour ``float32[height, width, 3]`` in Lab and ``spread``
    the typical departure from it; ``panel`` a pill or tag that the line's rectangle just holds.
    """

    core: Mask
    outline: Mask | None
    everything: Mask
    ground: Mask
    surface: Floats
    spread: float
    panel: Mask | None = None


def find_glyphs(patch: Patch) -> Glyphs | None:
    """Find the glyphs of a patch, or None where no colour keeps to the rectangle."""
    if not patch.inner.any() or not patch.rim.any() or not patch.around.any():
        return None
    labels, centers = clusters_of(patch)
    shares = Shares(labels, len(centers), patch)
    lettering = shares.lettering()
    panel = _panel(labels, centers, lettering, shares, patch)
    on_panel = None if panel is None else _within(patch, panel)
    if on_panel is not None:
        patch = on_panel
        shares = Shares(labels, len(centers), patch)
        lettering = shares.lettering()
    core = glyph_cluster(labels, centers, lettering, shares, patch)
    if core is None:
        return None
    labels, lettering = one_ink(labels, centers, lettering, core, shares)
    labels, lettering = Shades(labels, centers, lettering, patch).joined(core)
    mask = held_within((labels == core) & patch.reach, patch.inner)
    if mask.sum() < 8:
        return None
    letters = belonging(labels, lettering, shares, mask, patch)
    ground = _ground_nearby(mask, letters, patch)
    if ground.sum() < 12:
        return None
    outline = outline_of(labels, lettering, core, mask, ground, patch)
    if outline is not None and not outline.any():
        outline = None
    if outline is None:
        inside_out = enclosed_ink(mask, ground, patch)
        if inside_out is not None:
            mask, outline = inside_out, mask
    surface, spread = smooth_ground(patch, mask, letters, ground)
    halo = departed(patch, mask, surface, spread, labels, centers, shares)
    halo &= patch.reach & ~mask & (letters | ~np.isin(labels, lettering))
    halo = shared_by_glyphs(halo, mask | letters, patch.reach)
    if spread > _BUSY:
        body = mask if outline is None else mask | outline
        halo |= changed_beside_glyphs(patch.lab - surface, body, patch.reach & ~body, halo_reach(mask))
    everything = touching((letters | halo | mask) & patch.reach, wider(mask, 1))
    return Glyphs(mask, outline, everything, ground, surface, spread, None if on_panel is None else panel)


def _panel(
    labels: Labels, centers: Floats, lettering: list[int], shares: Shares, patch: Patch
) -> Mask | None:
    """The panel that the line's rectangle just holds, be it graded, or None."""
    broad = [k for k in lettering if shares.inner[k] > _PANELS_SHARE]
    if not broad:
        return None
    shades = Shades(labels, centers, lettering, patch)
    for k in broad:
        joined, others = shades.joined(k)
        panel = panel_under(joined, others, patch.inner, patch.reach)
        if panel is not None:
            return panel
    return None


def _within(patch: Patch, panel: Mask) -> Patch | None:
    """The patch with a panel as all its ground: its own edge is the rim and what lies around."""
    edge = max(1, round(_PANEL_EDGE * patch.unit))
    inside = narrower(panel, 2)
    rim = inside & ~narrower(inside, edge)
    inner = patch.inner & inside & ~rim
    if not rim.any() or not inner.any():
        return None
    return replace(patch, inner=inner, rim=rim, around=rim, reach=patch.reach & inside)


def _ground_nearby(core: Mask, letters: Mask, patch: Patch) -> Mask:
    """The ground the glyphs stand on: close to them, off their soft edges."""
    close = wider(core, max(3, round(0.3 * patch.unit)))
    return np.asarray(close & (patch.inner | patch.rim) & patch.reach & ~wider(letters | core, 2))
