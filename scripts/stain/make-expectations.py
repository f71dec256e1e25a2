#!/usr/bin/env python3
"""Remakes src/imaging/stain/macenko.expected.json with NumPy: stains of some of the shared tiles, and pixels painted anew.

    apt install python3-numpy python3-pil
    python3 scripts/stain/make-expectations.py ../shared/data/kather2016-800 > src/imaging/stain/macenko.expected.json

It is written from the paper (Macenko et al., ISBI 2009), apart from the app: eigenvectors by LAPACK, amounts by lstsq.
"""
import json
import pathlib
import sys

import numpy as np
from PIL import Image

REFERENCE = np.array([[0.5626, 0.2159], [0.7201, 0.8012], [0.4062, 0.5581]])
REFERENCE /= np.linalg.norm(REFERENCE, axis=0)
REFERENCE_MAXIMA = np.array([1.9705, 1.0308])
GROUPS = ["CRC-Prim-HE-03", "CRC-Prim-HE-06", "CRC-Prim-HE-10"]
TILES_A_GROUP = 12


def densities(pixels):
    return -np.log((pixels.reshape(-1, 3).astype(np.float64) + 1) / 240)


def estimate(pixels):
    every = densities(pixels)
    stained = every[(every > 0.15).all(axis=1)]
    _, vectors = np.linalg.eigh(np.cov(stained.T))
    first, second = vectors[:, 2], vectors[:, 1]
    first = first * np.sign(first.sum())
    angles = np.arctan2(stained @ second, stained @ first)
    ends = [first * np.cos(a) + second * np.sin(a) for a in np.percentile(angles, [1, 99])]
    stains = np.stack(sorted(ends, key=lambda end: -end[0]), axis=1)
    amounts = np.linalg.lstsq(stains, every.T, rcond=None)[0]
    return stains, np.percentile(amounts, 99, axis=1)


def paint(pixels, stains, maxima):
    amounts = np.linalg.lstsq(stains, densities(pixels).T, rcond=None)[0]
    painted = 240 * np.exp(-REFERENCE @ (amounts * (REFERENCE_MAXIMA / maxima)[:, None]))
    return np.clip(np.floor(painted.T + 0.5), 0, 255).astype(int).reshape(pixels.shape)


def expectation(root, group):
    files = sorted(path for path in root.glob("*/*.tif") if group in path.name)[::3][:TILES_A_GROUP]
    tiles = np.stack([np.asarray(Image.open(path).convert("RGB")) for path in files])
    stains, maxima = estimate(tiles)
    painted = paint(tiles[0], stains, maxima)
    return {
        "files": [str(path.relative_to(root)) for path in files],
        "stains": stains.T.round(6).tolist(),
        "maxima": maxima.round(6).tolist(),
        # Every 15th pixel of every 15th row of the first tile.
        "painted": painted[::15, ::15].reshape(-1).tolist(),
    }


root = pathlib.Path(sys.argv[1])
print(json.dumps([expectation(root, group) for group in GROUPS]))
