import { describe, expect, it, vi } from 'vitest';
import { decodeJpegRows, JpegRows } from './jpeg-rows.ts';
import { decodeWithMozjpeg } from './mozjpeg.ts';
import { encodeJpeg } from './testing/encode-with-jsquash.ts';
import { testImage } from './testing/test-image.ts';

vi.mock('./load-wasm.ts', () => import('./testing/load-wasm-in-node.ts'));

const image = testImage(83, 117);

function isSame(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return a.length === b.length && Array.from(a).every((value, at) => value === b[at]);
}

describe('rows of a JPEG', () => {
  it.each(['ycbcr', 'rgb', 'grey'] as const)(
    'of %s have the pixels of the whole image, in whatever order they are read',
    async (colours) => {
      const bytes = await encodeJpeg(image, colours);
      const whole = await decodeWithMozjpeg(bytes);
      const jpeg = JpegRows.open(bytes) as JpegRows;
      expect(jpeg).toMatchObject({ width: 83, height: 117 });
      const pieces = new Uint8Array(whole.data.length);
      const starts = Array.from({ length: Math.ceil(jpeg.rows / 2) }, (_, i) => i * 2);
      for (const row of [...starts.slice(2), ...starts.slice(0, 2)]) {
        const { data } = await decodeJpegRows(jpeg, row, Math.min(jpeg.rows, row + 2));
        pieces.set(data, row * jpeg.rowHeight * 83 * 4);
      }
      expect(isSame(pieces, whole.data)).toBe(true);
    },
  );

  it('follow restart markers', async () => {
    const bytes = withRestarts(await encodeJpeg(image, 'grey'));
    const jpeg = JpegRows.open(bytes) as JpegRows;
    const { data } = await decodeJpegRows(jpeg, 0, jpeg.rows);
    expect(isSame(data, (await decodeWithMozjpeg(bytes)).data)).toBe(true);
  });

  it('are not cut of progressive streams', async () => {
    expect(JpegRows.open(await encodeJpeg(image, 'ycbcr', { progressive: true }))).toBeUndefined();
  });

  it('are refused where the stream ends early or a byte is changed for a code that is none', async () => {
    const bytes = await encodeJpeg(image, 'ycbcr');
    for (let length = bytes.length - 3; length > 0; length -= 61) {
      const cut = () => {
        const jpeg = JpegRows.open(bytes.subarray(0, length));
        return jpeg?.cut(0, jpeg.rows);
      };
      let outcome: unknown;
      try {
        outcome = cut();
      } catch (thrown) {
        outcome = (thrown as { code?: string }).code;
      }
      expect([undefined, 'image-broken']).toContain(outcome);
    }
  });
});

/** The stream cut by hand: each row of MCUs ends with a restart marker. */
function withRestarts(bytes: Uint8Array): Uint8Array {
  const jpeg = JpegRows.open(bytes) as JpegRows;
  const parts = Array.from({ length: jpeg.rows }, (_, row) => jpeg.cut(row, row + 1));
  const header = jpeg.cut(0, jpeg.rows);
  const dataOf = (stream: Uint8Array) => stream.subarray(scanStart(stream), -2);
  const interval = Math.ceil(jpeg.width / 8);
  // The scan header of one component has 10 bytes.
  const sos = scanStart(header) - 10;
  const dri = [0xff, 0xdd, 0, 4, interval >> 8, interval & 255];
  const data = parts.flatMap((part, row) => [
    ...dataOf(part),
    ...(row < parts.length - 1 ? [0xff, 0xd0 + (row % 8)] : []),
  ]);
  return Uint8Array.of(
    ...header.subarray(0, sos),
    ...dri,
    ...header.subarray(sos, scanStart(header)),
    ...data,
    0xff,
    0xd9,
  );
}

/** Where the entropy-coded data start. */
function scanStart(stream: Uint8Array): number {
  for (let at = 2; ; ) {
    const length = 2 + (((stream[at + 2] as number) << 8) | (stream[at + 3] as number));
    if (stream[at + 1] === 0xda) return at + length;
    at += length;
  }
}
