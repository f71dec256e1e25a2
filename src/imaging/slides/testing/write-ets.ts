import { concatenate } from '../../concatenate.ts';

export interface EtsTile {
  /** Column and row, further dimensions, and the level last where there are any. */
  readonly place: readonly number[];
  readonly data: Uint8Array;
}

export interface EtsRecipe {
  readonly tile: readonly [width: number, height: number];
  /** 2: 8 bits, 4: 16 bits. */
  readonly pixelType?: number;
  readonly samples?: number;
  /** 0: none, 2: JPEG, 3: JPEG 2000. */
  readonly compression: number;
  readonly blueFirst?: boolean;
  readonly hasLevels?: boolean;
  readonly tiles: readonly EtsTile[];
}

/** Writes an .ets file: two headers, the tiles, and the list of their places. */
export function writeEts({
  tile: [width, height],
  pixelType = 2,
  samples = 3,
  compression,
  blueFirst = false,
  hasLevels = false,
  tiles,
}: EtsRecipe): Uint8Array<ArrayBuffer> {
  const dimensions = tiles[0]?.place.length ?? 2;
  const head = new Uint8Array(64);
  const ets = new Uint8Array(228);
  const parts: Uint8Array[] = [head, ets];
  let length = head.length + ets.length;
  const places = tiles.map(({ data }) => {
    parts.push(data);
    length += data.length;
    return length - data.length;
  });
  const headView = new DataView(head.buffer);
  head.set(new TextEncoder().encode('SIS'));
  headView.setInt32(4, 64, true);
  headView.setInt32(12, dimensions, true);
  headView.setBigInt64(16, 64n, true);
  headView.setBigInt64(32, BigInt(length), true);
  headView.setInt32(40, tiles.length, true);
  ets.set(new TextEncoder().encode('ETS'));
  const numbers = [0, pixelType, samples, 0, compression, 100, width, height, 1];
  for (const [i, number] of numbers.entries()) new DataView(ets.buffer).setInt32(4 + 4 * i, number, true);
  new DataView(ets.buffer).setInt32(148, blueFirst ? 1 : 0, true);
  new DataView(ets.buffer).setInt32(152, hasLevels ? 1 : 0, true);
  for (const [i, { place, data }] of tiles.entries()) {
    const record = new DataView(new ArrayBuffer(20 + 4 * dimensions));
    for (const [axis, value] of place.entries()) record.setInt32(4 + 4 * axis, value, true);
    record.setBigInt64(4 + 4 * dimensions, BigInt(places[i] as number), true);
    record.setInt32(12 + 4 * dimensions, data.length, true);
    parts.push(new Uint8Array(record.buffer));
  }
  return Uint8Array.from(concatenate(parts));
}
