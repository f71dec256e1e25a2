/** How samples of luma and chroma stand for colours. */
export interface YcbcrVariant {
  /** Shares of red, green and blue in luma. */
  readonly luma: readonly [red: number, green: number, blue: number];
  /** Codes of black and white for luma, and of 0 and the largest value for each chroma. */
  readonly references: readonly number[];
}

/** ITU-R BT.601 with the full range, as in JFIF. */
export const BT_601: YcbcrVariant = { luma: [0.299, 0.587, 0.114], references: [0, 255, 128, 255, 128, 255] };

/** Rounded to nearest; in place. */
export function ycbcrToRgb(
  data: Uint8Array | Uint16Array,
  channels: number,
  { luma: [red, green, blue], references }: YcbcrVariant = BT_601,
): void {
  const clamped = new Uint8ClampedArray(data.buffer, data.byteOffset, data.length);
  const [black = 0, white = 255, blueZero = 128, blueMost = 255, redZero = 128, redMost = 255] = references;
  const lumaScale = 255 / (white - black);
  const blueScale = (127 / (blueMost - blueZero)) * (2 - 2 * blue);
  const redScale = (127 / (redMost - redZero)) * (2 - 2 * red);
  for (let i = 0; i < data.length; i += channels) {
    const brightness = ((data[i] as number) - black) * lumaScale;
    const towardsBlue = ((data[i + 1] as number) - blueZero) * blueScale;
    const towardsRed = ((data[i + 2] as number) - redZero) * redScale;
    clamped[i] = Math.floor(brightness + towardsRed + 0.5);
    clamped[i + 1] = Math.floor(brightness - (blue * towardsBlue + red * towardsRed) / green + 0.5);
    clamped[i + 2] = Math.floor(brightness + towardsBlue + 0.5);
  }
}
