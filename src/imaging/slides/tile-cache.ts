import type { RgbImage } from '../../base/rgb-image.ts';

/** Decoded tiles, as many as fit; those that were asked for longest ago make room. */
export class TileCache {
  readonly #most: number;
  #bytes = 0;
  /** Least recently used first. */
  readonly #tiles = new Map<string, RgbImage>();

  /** @param most Bytes of pixels. */
  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): RgbImage | undefined {
    const tile = this.#tiles.get(key);
    if (!tile) return undefined;
    this.#tiles.delete(key);
    this.#tiles.set(key, tile);
    return tile;
  }

  set(key: string, tile: RgbImage): void {
    this.#delete(key);
    this.#tiles.set(key, tile);
    this.#bytes += tile.data.length;
    for (const oldest of this.#tiles.keys()) {
      if (this.#bytes <= this.#most) return;
      this.#delete(oldest);
    }
  }

  #delete(key: string): void {
    this.#bytes -= this.#tiles.get(key)?.data.length ?? 0;
    this.#tiles.delete(key);
  }
}
