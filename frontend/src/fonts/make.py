"""Cut Be Vietnam Pro to what a Vietnamese page needs, and give it digits of one width.

Run in this folder:  python make.py FOLDER  (needs fontTools and brotli), where FOLDER holds
BeVietnamPro_400Regular.ttf and BeVietnamPro_600SemiBold.ttf of the npm package
@expo-google-fonts/be-vietnam-pro.
"""

import sys
from io import StringIO
from pathlib import Path

from fontTools.feaLib.builder import addOpenTypeFeatures
from fontTools.misc.transform import Transform
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
WEIGHTS = {400: "BeVietnamPro_400Regular.ttf", 600: "BeVietnamPro_600SemiBold.ttf"}
DIGITS = "0123456789"
WIDTH = 640  # of 1000 units: the mean of the digits, so that a column keeps the text's colour

ASCII = range(0x20, 0x7F)
LATIN_1 = range(0xA0, 0x100)  # Vietnamese vowels, and the names of foreigners
VIETNAMESE = [*range(0x1EA0, 0x1EFA), *map(ord, "ĂăĐđĨĩŨũƠơƯư"), 0x300, 0x301, 0x303, 0x309, 0x323]
SIGNS = map(ord, "–—‘’“”…•‰₫−≤≥×→←↑↓")


def one_width(font: TTFont) -> None:
    """Add digits of one width, as the feature `tnum`."""
    glyphs, measures, characters = font["glyf"], font["hmtx"], font.getBestCmap()
    rules = []
    for digit in DIGITS:
        name = characters[ord(digit)]
        advance, _ = measures[name]
        squeeze = min(1.0, WIDTH / advance)
        pen = TTGlyphPen(None)
        shift = round((WIDTH - advance * squeeze) / 2)
        font.getGlyphSet()[name].draw(TransformPen(pen, Transform(squeeze, 0, 0, 1, shift, 0)))
        tabular = f"{name}.tnum"
        glyphs[tabular] = pen.glyph()
        glyphs[tabular].recalcBounds(glyphs)
        measures[tabular] = (WIDTH, glyphs[tabular].xMin)
        rules.append(f"sub {name} by {tabular};")
    font.setGlyphOrder(glyphs.glyphOrder)
    # The substitutions that the font had (alternates, fractions) are not used here.
    addOpenTypeFeatures(font, StringIO("feature tnum { " + " ".join(rules) + " } tnum;"), ["GSUB"])


for weight, file in WEIGHTS.items():
    font = TTFont(Path(sys.argv[1]) / file)
    options = Options()
    options.layout_features = ["kern", "mark", "mkmk"]
    options.hinting = True
    options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[*ASCII, *LATIN_1, *VIETNAMESE, *SIGNS])
    subsetter.subset(font)
    one_width(font)
    font.flavor = "woff2"
    font.save(HERE / f"be-vietnam-pro-{weight}.woff2")
