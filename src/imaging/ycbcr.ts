/** ITU-R BT.601 with the full range, as in JFIF, rounded to nearest; in place. */
export function ycbcrToRgb(data: Uint8Array | Uint16Array, channels: number): void {
  const clamped = new Uint8ClampedArray(data.buffer, data.byteOffset, data.length);
  for (let i = 0; i < data.length; i += channels) {
    const luma = data[i] as number;
    const blue = (data[i + 1] as number) - 128;
    const red = (data[i + 2] as number) - 128;
    clamped[i] = Math.floor(luma + 1.402 * red + 0.5);
    clamped[i + 1] = Math.floor(luma - 0.344136 * blue - 0.714136 * red + 0.5);
    clamped[i + 2] = Math.floor(luma + 1.772 * blue + 0.5);
  }
}
