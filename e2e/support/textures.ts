import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encode as encodePng } from 'fast-png';
import { drawTexture, type TextureKind } from '../../src/engine/intake/draw-texture.ts';

export const TEXTURE_KINDS: readonly TextureKind[] = ['crypts', 'fibres', 'lymphocytes'];

/** A temporary folder of drawn PNGs, a folder a kind: `lymphocytes/1.png`. */
export async function makeTextureFolder({ imagesAKind, side }: { imagesAKind: number; side: number }): Promise<string> {
  const folder = path.join(await mkdtemp(path.join(tmpdir(), 'gramscope-textures-')), 'textures');
  for (const kind of TEXTURE_KINDS) {
    await mkdir(path.join(folder, kind), { recursive: true });
    for (let i = 1; i <= imagesAKind; i++) {
      const { width, height, data } = drawTexture(kind, i, side);
      await writeFile(path.join(folder, kind, `${i}.png`), encodePng({ width, height, data, channels: 3, depth: 8 }));
    }
  }
  return folder;
}
