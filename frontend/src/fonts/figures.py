"""Make the digits of Be Vietnam Pro again, all of one width, for columns of figures.

Run in frontend/: python src/fonts/figures.py  (needs fonttools and brotli)
"""

from pathlib import Path

from fontTools.misc.transform import Transform
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
PACKAGE = HERE.parents[1] / "node_modules/@fontsource/be-vietnam-pro/files"
WIDTH = 640  # of 1000 units: the mean of the digits, so that a column keeps the text's colour
NAMES = {1: "Be Vietnam Figures", 4: "Be Vietnam Figures", 6: "BeVietnamFigures-Regular"}

for weight in (400, 600):
    font = TTFont(PACKAGE / f"be-vietnam-pro-latin-{weight}-normal.woff2")
    options = Options()
    options.layout_features = []
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(text="0123456789")
    subsetter.subset(font)
    glyphs = font["glyf"]
    for digit in "0123456789":
        name = font.getBestCmap()[ord(digit)]
        advance, _ = font["hmtx"][name]
        squeeze = min(1.0, WIDTH / advance)
        shift = (WIDTH - advance * squeeze) / 2
        pen = TTGlyphPen(None)
        font.getGlyphSet()[name].draw(
            TransformPen(pen, Transform(squeeze, 0, 0, 1, round(shift), 0))
        )
        glyphs[name] = pen.glyph()
        glyphs[name].recalcBounds(glyphs)
        font["hmtx"][name] = (WIDTH, glyphs[name].xMin)
    for name_id, text in NAMES.items():
        for platform in ((1, 0, 0), (3, 1, 0x409)):
            font["name"].setName(text, name_id, *platform)
    font.flavor = "woff2"
    font.save(HERE / f"figures-{weight}.woff2")
