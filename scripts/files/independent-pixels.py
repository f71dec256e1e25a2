"""Writes a file's pixels as RGB bytes, as Pillow has them: upright, alpha over white. Arguments: the file, where to."""

import sys

from PIL import Image, ImageOps

Image.MAX_IMAGE_PIXELS = None
image = ImageOps.exif_transpose(Image.open(sys.argv[1]))
if image.mode == "P" or "transparency" in image.info or image.mode in ("LA", "PA", "RGBA"):
    rgba = image.convert("RGBA")
    image = Image.new("RGBA", rgba.size, "white")
    image.alpha_composite(rgba)
with open(sys.argv[2], "wb") as out:
    out.write(image.convert("RGB").tobytes())
