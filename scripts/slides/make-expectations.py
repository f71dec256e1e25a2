"""Makes src/imaging/slides/testing/expected-pixels.json: what OpenSlide decodes of the slides in the shared folder.

OpenSlide 3.4 does not open DICOM; there pydicom takes the frames out, libjpeg (through Pillow) decodes them, and the
order of frames is the one that a look at the picture confirms: column after column.

    apt-get install python3-openslide python3-pydicom python3-pil python3-numpy
    /usr/bin/python3 scripts/slides/make-expectations.py ../shared/data/slides
"""

import base64
import hashlib
import io
import json
import sys
from pathlib import Path

import numpy
import openslide
import pydicom
from PIL import Image
from pydicom.encaps import generate_pixel_data_frame

SAMPLE = 8
"""Pixels of each side of a sampled square."""
OUT = Path(__file__).parents[2] / "src/imaging/slides/testing/expected-pixels.json"


def read_with_openslide(path):
    slide = openslide.OpenSlide(str(path))
    for level, size in enumerate(slide.level_dimensions):
        yield numpy.array(slide.read_region((0, 0), level, size))[..., :3]


def read_dicom(path):
    data = pydicom.dcmread(path)
    side = data.Rows
    down = -(-data.TotalPixelMatrixRows // side)
    across = -(-data.TotalPixelMatrixColumns // side)
    whole = numpy.zeros((down * side, across * side, 3), numpy.uint8)
    for i, frame in enumerate(generate_pixel_data_frame(data.PixelData, int(data.NumberOfFrames))):
        top, left = i % down * side, i // down * side
        whole[top : top + side, left : left + side] = numpy.array(Image.open(io.BytesIO(frame)))
    yield whole[: data.TotalPixelMatrixRows, : data.TotalPixelMatrixColumns]


def describe(pixels):
    height, width = pixels.shape[:2]
    spots = [(0, 0), (width - SAMPLE, height - SAMPLE)]
    spots += [(width * i // 7, height * (i * 3 % 7) // 7) for i in range(1, 7)]
    samples = []
    for x, y in spots:
        square = pixels[y : y + SAMPLE, x : x + SAMPLE]
        samples.append({"x": x, "y": y, "rgb": base64.b64encode(square.tobytes()).decode()})
    sha256 = hashlib.sha256(numpy.ascontiguousarray(pixels).tobytes()).hexdigest()
    return {"width": width, "height": height, "sha256": sha256, "samples": samples}


def main(folder):
    expected = {"sampleSide": SAMPLE, "slides": {}}
    for path in sorted(folder.iterdir()):
        read = read_dicom if path.suffix == ".dcm" else read_with_openslide
        expected["slides"][path.name] = [describe(level) for level in read(path)]
    OUT.write_text(json.dumps(expected, indent=2) + "\n")


main(Path(sys.argv[1]))
