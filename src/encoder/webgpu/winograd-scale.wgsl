// Transformed tiles lie scaled down, and with them their products: they can be a hundred times as large as what they are
// made of, and a half ends at 65,504. A power of two costs float32 nothing.
const SCALE = 1.0 / 128.0;

