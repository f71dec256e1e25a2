"""Prints what OpenSlide says of a slide, as JSON, and writes a level's RGB bytes, row by row.

Arguments: the slide; then a level's width and where to write its pixels. The level of that width is meant.
"""

import json
import sys

import openslide
from PIL import Image

slide = openslide.OpenSlide(sys.argv[1])
sizes = [list(size) for size in slide.level_dimensions]
mpp = slide.properties.get(openslide.PROPERTY_NAME_MPP_X)
print(json.dumps({"vendor": slide.properties[openslide.PROPERTY_NAME_VENDOR], "levels": sizes, "mpp": mpp}))
if len(sys.argv) > 2:
    level = [width for width, _ in sizes].index(int(sys.argv[2]))
    image = slide.read_region((0, 0), level, slide.level_dimensions[level])
    with open(sys.argv[3], "wb") as out:
        # What the slide does not store is white.
        white = Image.new("RGBA", image.size, "white")
        out.write(Image.alpha_composite(white, image).convert("RGB").tobytes())
