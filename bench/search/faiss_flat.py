"""Times IndexBinaryFlat, one query at a time: faiss_flat.py CODES BYTES THREADS HITS QUERY..."""
import json
import sys
import time

import faiss
import numpy as np

path, row_bytes, threads, hits = sys.argv[1], *map(int, sys.argv[2:5])
queries = [int(query) for query in sys.argv[5:]]
codes = np.memmap(path, dtype=np.uint8, mode="r").reshape(-1, row_bytes)
index = faiss.IndexBinaryFlat(row_bytes * 8)
for first in range(0, len(codes), 10_000):
    index.add(np.ascontiguousarray(codes[first : first + 10_000]))
faiss.omp_set_num_threads(threads)
times, found = [], []
for query in [queries[0], *queries]:
    row = np.ascontiguousarray(codes[query : query + 1])
    begin = time.perf_counter()
    distances, _ = index.search(row, hits + 1)
    times.append((time.perf_counter() - begin) * 1000)
    # The query itself comes first.
    found.append(distances[0, 1:].tolist())
print(json.dumps({"ms": times[1:], "distances": found[1:]}))
