"""Packs bytes by c-blosc, as Python's numcodecs has it.

Standard input: JSON of recipes, each {data (base64), cname, shuffle, typesize, blocksize, clevel}. Prints JSON: the
containers in base64.
"""

import base64
import json
import sys

import numpy
from numcodecs import blosc

containers = []
for recipe in json.load(sys.stdin):
    data = numpy.frombuffer(base64.b64decode(recipe["data"]), dtype="u1")
    typesize = recipe["typesize"]
    # What numcodecs takes the size of a number from; a rest that is no number is left to c-blosc as bytes.
    values = data.view(f"u{typesize}") if len(data) % typesize == 0 else data
    packed = blosc.compress(values, recipe["cname"].encode(), recipe["clevel"], recipe["shuffle"], recipe["blocksize"])
    containers.append(base64.b64encode(packed).decode())
json.dump(containers, sys.stdout)
