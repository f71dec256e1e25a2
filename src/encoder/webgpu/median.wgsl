// The threshold of Eq. 2 (arXiv 2111.15519): of entries in ascending order the one at index floor(n / 2). For an odd n that is the
// median; for an even n the median lies between it and the one before, so that entries reach the one just where they reach
// the other. Sums of products of what ReLU gives are never negative, and such float32 numbers are in the order of their bits:
// four rounds of counting find the number's bytes, the highest first. One workgroup a patch and threshold. Follows
// its job (jobs.ts).

// patches x entries of all layers: the bits of float32 numbers.
@group(0) @binding(1) var<storage, read> entries: array<u32>;
// patches x thresholds, likewise.
@group(0) @binding(2) var<storage, read_write> thresholds: array<u32>;

// Entries that have each value of the byte at hand, of those whose higher bytes are known to be the threshold's.
var<workgroup> counts: array<atomic<u32>, 256>;
var<workgroup> found: u32;
// Index of the threshold among those entries.
var<workgroup> index: u32;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let first = group.x * job.stride + job.offset;
  if (thread == 0) {
    found = 0;
    index = job.entries / 2;
  }
  for (var round = 0u; round < 4; round++) {
    let shift = 24 - 8 * round;
    atomicStore(&counts[thread], 0u);
    let higher = (workgroupUniformLoad(&found) >> shift) >> 8;
    for (var at = thread; at < job.entries; at += 256) {
      let entry = entries[first + at] >> shift;
      if (entry >> 8 == higher) {
        atomicAdd(&counts[entry & 255], 1u);
      }
    }
    workgroupBarrier();
    if (thread == 0) {
      var byte = 0u;
      var rest = index;
      for (; rest >= atomicLoad(&counts[byte]); byte++) {
        rest -= atomicLoad(&counts[byte]);
      }
      index = rest;
      found |= byte << shift;
    }
    workgroupBarrier();
  }
  if (thread == 0) {
    thresholds[group.x * job.thresholds + job.number] = found;
  }
}
