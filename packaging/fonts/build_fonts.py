#!/usr/bin/env python3
"""Builds the fonts in styles/fonts from the upstream faces.

    pip install fonttools==4.68.0
    python3 packaging/fonts/build_fonts.py INTER_DIR JETBRAINS_MONO_DIR styles/fonts

On Debian 12 the two folders come from the packages fonts-inter (4.0~beta7) and
fonts-jetbrains-mono (2.242): /usr/share/fonts/opentype/inter and
/usr/share/fonts/truetype/jetbrains-mono.

Why a build of our own: JavaFX cannot switch on an OpenType feature, and Inter's default figures
have different widths, so numbers that change would jump. Here the figures of the feature "tnum"
take the place of U+0030..0039. The faces are named "Inter Tabular", "Inter Tabular Medium" and
"Inter Tabular SemiBold", one family each, because JavaFX finds a semi-bold face only by its
family name. Ligatures ("->", "<>") are left out: expressions and logs must show what was typed.
"""

import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

COMMON = (
    list(range(0x0020, 0x0250))  # Latin, Latin-1, Latin Extended A and B
    + list(range(0x02B0, 0x0300))
    + list(range(0x0300, 0x0370))  # combining marks
    + list(range(0x0370, 0x0530))  # Greek, Cyrillic
    + list(range(0x1E00, 0x1F00))
    + list(range(0x2000, 0x2070))  # punctuation
    + list(range(0x2070, 0x20D0))  # superscripts, currency
    + list(range(0x2100, 0x2400))  # letterlike, arrows, mathematical, technical
    + list(range(0x25A0, 0x2600))
    + [0xFFFD]
)
BOXES = list(range(0x2500, 0x25A0))  # tables in logs

INTER = {"Regular": "Inter Tabular", "Medium": "Inter Tabular Medium", "SemiBold": "Inter Tabular SemiBold"}
MONO = {"Regular": "JetBrains Mono", "Medium": "JetBrains Mono Medium"}


def tabular_figures(font):
    """Puts the glyphs of GSUB feature tnum into the character map."""
    gsub = font["GSUB"].table
    lookups = {
        index
        for record in gsub.FeatureList.FeatureRecord
        if record.FeatureTag == "tnum"
        for index in record.Feature.LookupListIndex
    }
    mapping = {}
    for index in lookups:
        for table in gsub.LookupList.Lookup[index].SubTable:
            mapping.update(getattr(table, "ExtSubTable", table).mapping)
    for table in font["cmap"].tables:
        if table.isUnicode():
            for code in range(0x30, 0x3A):
                table.cmap[code] = mapping.get(table.cmap[code], table.cmap[code])
    cmap = font.getBestCmap()
    metrics = font["hmtx"].metrics
    figures = [cmap[code] for code in range(0x30, 0x3A)]
    advance = max(metrics[glyph][0] for glyph in figures)
    for glyph in figures:
        width, bearing = metrics[glyph]
        if advance - width > 4:  # rounding of the source, not a figure that was missed
            raise SystemExit(f"{glyph} is {width} wide, others {advance}")
        metrics[glyph] = (advance, bearing)


def rename(font, family):
    postscript = family.replace(" ", "") + "-Regular"
    names = font["name"]
    for record in list(names.names):
        if record.nameID in (1, 2, 3, 4, 6, 16, 17, 18, 21, 22, 25):
            names.removeNames(nameID=record.nameID)
    for identity, text in ((1, family), (2, "Regular"), (3, postscript), (4, family), (6, postscript)):
        names.setName(text, identity, 3, 1, 0x409)
        names.setName(text, identity, 1, 0, 0)
    font["OS/2"].usWeightClass = 400
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0x21) | 0x40
    font["head"].macStyle = 0
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames[0] = postscript
        top = cff.topDictIndex[0]
        top.FamilyName, top.FullName, top.Weight = family, family, "Regular"


def build(source, target, family, codes, tabular):
    font = TTFont(source, recalcTimestamp=False)
    if tabular:
        tabular_figures(font)
    options = subset.Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.hinting = True
    options.recalc_timestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    rename(font, family)
    font.save(target)
    print(f"{target}: {target.stat().st_size:,} bytes")


def main():
    inter, mono, target = (pathlib.Path(argument) for argument in sys.argv[1:4])
    for face, family in INTER.items():
        build(inter / f"Inter-{face}.otf", target / f"InterTabular-{face}.otf", family, COMMON, True)
    for face, family in MONO.items():
        build(mono / f"JetBrainsMono-{face}.ttf", target / f"JetBrainsMono-{face}.ttf", family, COMMON + BOXES, False)


if __name__ == "__main__":
    main()
