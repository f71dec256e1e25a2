"""Prints what Python's zarr says of the levels of an OME-Zarr folder of version 0.4, as JSON: shape, and SHA-256 of the values.

Argument: the folder. Values are of shape c, y, x, lowest byte first.
"""

import hashlib
import json
import sys

import zarr

group = zarr.open_group(sys.argv[1], mode="r")
levels = []
for dataset in group.attrs["multiscales"][0]["datasets"]:
    values = group[dataset["path"]][:]
    values = values.astype(values.dtype.newbyteorder("<"))
    levels.append({"shape": list(values.shape), "sha256": hashlib.sha256(values.tobytes()).hexdigest()})
print(json.dumps(levels))
