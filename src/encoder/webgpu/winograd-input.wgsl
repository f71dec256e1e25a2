// 3x3 convolutions by Winograd's minimal filtering F(4x4, 3x3) (Lavin & Gray 2015, arXiv:1509.09308, section 4.3):
// Y = Aᵀ [ (G g Gᵀ) ∘ (Bᵀ d B) ] A, summed over the input channels, takes 36 multiplications for 16 outputs where the
// definition takes 144. d is a 6x6 tile of the input, each four pixels from the next, g a kernel, Y 4x4 outputs. For each
// of the 36 places ("frequencies") the sum over channels is a matrix product: tiles x inputs by inputs x outputs.
//
// Follows stored-*.wgsl, its job (jobs.ts), winograd-scale.wgsl and six.wgsl.
//
// This is Bᵀ d B: one thread a tile and channel. Four tiles lie beside one another in what is written, 36 x (tiles / 4) x
// channels x 4, which is how the product reads them.

@group(0) @binding(1) var<storage, read> features: array<Stored>;
@group(0) @binding(2) var<storage, read_write> transformed: array<Stored>;

fn toTransformed(value: f32) -> Stored {
  return toStored(value * SCALE);
}

// Where a tile begins, and its channel.
struct Place {
  image: u32,
  top: i32,
  left: i32,
  channel: u32,
}

// 16 channels of 4 tiles.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let tile = group.y * 4 + thread % 4;
  let channel = group.x * 16 + thread / 4;
  if (tile >= job.tileCount) {
    return;
  }
  let number = job.firstTile + tile;
  let row = number / job.tilesAcross;
  let place = Place(
    row / job.tilesDown,
    i32(row % job.tilesDown) * 4 - 1,
    i32(number % job.tilesAcross) * 4 - 1,
    channel,
  );
  let a = column(place, 0);
  let b = column(place, 1);
  let c = column(place, 2);
  let d = column(place, 3);
  let e = column(place, 4);
  let f = column(place, 5);
  let to = (tile / 4 * job.inChannels + channel) * 4 + tile % 4;
  let frequency = job.tileRoom * job.inChannels;
  storeLine(to, frequency, 0, inputLine(a.v0, b.v0, c.v0, d.v0, e.v0, f.v0));
  storeLine(to, frequency, 1, inputLine(a.v1, b.v1, c.v1, d.v1, e.v1, f.v1));
  storeLine(to, frequency, 2, inputLine(a.v2, b.v2, c.v2, d.v2, e.v2, f.v2));
  storeLine(to, frequency, 3, inputLine(a.v3, b.v3, c.v3, d.v3, e.v3, f.v3));
  storeLine(to, frequency, 4, inputLine(a.v4, b.v4, c.v4, d.v4, e.v4, f.v4));
  storeLine(to, frequency, 5, inputLine(a.v5, b.v5, c.v5, d.v5, e.v5, f.v5));
}

fn column(place: Place, x: i32) -> Six {
  return inputLine(
    pixel(place, 0, x),
    pixel(place, 1, x),
    pixel(place, 2, x),
    pixel(place, 3, x),
    pixel(place, 4, x),
    pixel(place, 5, x),
  );
}

// What lies outside of the image is zero.
fn pixel(place: Place, dy: i32, dx: i32) -> f32 {
  let y = place.top + dy;
  let x = place.left + dx;
  if (y < 0 || x < 0 || y >= i32(job.height) || x >= i32(job.width)) {
    return 0.0;
  }
  let at = (place.image * job.height + u32(y)) * job.width + u32(x);
  return f32(features[at * job.inChannels + place.channel]);
}

// Bᵀ, on one line of a tile.
fn inputLine(d0: f32, d1: f32, d2: f32, d3: f32, d4: f32, d5: f32) -> Six {
  let even = d2 * -4.0 + d4;
  let odd = d1 * -4.0 + d3;
  let evenNear = d4 - d2;
  let oddNear = d3 - d1;
  let oddTwice = oddNear + oddNear;
  return Six(
    (d0 - d2) * 4.0 + evenNear,
    even + odd,
    even - odd,
    evenNear + oddTwice,
    evenNear - oddTwice,
    oddNear * -4.0 + d5 - d3,
  );
}
