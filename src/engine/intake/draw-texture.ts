/**
 * Tissue-like textures drawn from a seed: what a newcomer tries the app with when no real tiles are at hand. They are
 * patterns in the colours of haematoxylin and eosin, not histology, and the app says so.
 */
import { encode as encodePng } from 'fast-png';
import type { RgbImage } from '../../base/rgb-image.ts';
import { seededRandom } from '../../base/seeded-random.ts';
import type { FoundFile } from './intake.ts';

export const TEXTURE_KINDS = [
  'adipose',
  'crypts',
  'debris',
  'empty',
  'fibres',
  'lymphocytes',
  'nests',
  'stripes',
] as const;

export type TextureKind = (typeof TEXTURE_KINDS)[number];

type Colour = readonly [red: number, green: number, blue: number];

const GLASS: Colour = [243, 240, 243];
const EOSIN: Colour = [226, 150, 190];
const PALE_EOSIN: Colour = [238, 196, 216];
const NUCLEUS: Colour = [92, 58, 140];
const MUCUS: Colour = [214, 200, 226];

/** A canvas of plain bytes with the few strokes that the textures need. */
class Sheet {
  readonly side: number;
  readonly data: Uint8Array<ArrayBuffer>;

  constructor(side: number, colour: Colour) {
    this.side = side;
    this.data = new Uint8Array(side * side * 3);
    for (let i = 0; i < this.data.length; i++) this.data[i] = colour[(i % 3) as 0 | 1 | 2];
  }

  /** Blends `colour` over the pixel with the given opacity (0 to 1). */
  blend(x: number, y: number, colour: Colour, opacity: number): void {
    if (x < 0 || y < 0 || x >= this.side || y >= this.side) return;
    const at = (y * this.side + x) * 3;
    for (let c = 0; c < 3; c++) {
      const under = this.data[at + c] ?? 0;
      this.data[at + c] = under + ((colour[c as 0 | 1 | 2] - under) * opacity + 0.5);
    }
  }

  /** A filled ellipse with a soft edge; `inner` > 0 leaves a hole of that relative radius. */
  ellipse(
    cx: number,
    cy: number,
    rx: number,
    ry: number,
    turn: number,
    colour: Colour,
    opacity: number,
    inner = 0,
  ): void {
    const reach = Math.ceil(Math.max(rx, ry)) + 1;
    const cos = Math.cos(turn);
    const sin = Math.sin(turn);
    for (let y = Math.floor(cy - reach); y <= cy + reach; y++) {
      for (let x = Math.floor(cx - reach); x <= cx + reach; x++) {
        const u = ((x - cx) * cos + (y - cy) * sin) / rx;
        const v = ((y - cy) * cos - (x - cx) * sin) / ry;
        const radius = Math.hypot(u, v);
        const cover = Math.min(
          1,
          Math.max(0, (1 - radius) * Math.min(rx, ry)),
          (radius - inner) * Math.min(rx, ry) + 0.5,
        );
        if (cover > 0) this.blend(x, y, colour, cover * opacity);
      }
    }
  }

  /** Grain as a scanner leaves it. */
  grain(random: () => number, strength: number): void {
    for (let i = 0; i < this.data.length; i++) {
      const value = (this.data[i] ?? 0) + (random() - 0.5) * strength;
      this.data[i] = Math.min(255, Math.max(0, Math.round(value)));
    }
  }
}

type Painter = (sheet: Sheet, random: () => number) => void;

/** Scatters `count` marks over the sheet. */
function scatter(sheet: Sheet, random: () => number, count: number, mark: (x: number, y: number) => void): void {
  for (let i = 0; i < count; i++) mark(random() * sheet.side, random() * sheet.side);
}

function nucleus(sheet: Sheet, random: () => number, x: number, y: number, radius: number, length = 1.3): void {
  const turn = random() * Math.PI;
  sheet.ellipse(x, y, radius * length, radius, turn, NUCLEUS, 0.75 + random() * 0.25);
}

/** Wavy bands along one direction: `wave` gives the phase in radians at a pixel. */
function bands(sheet: Sheet, colour: Colour, opacity: number, wave: (x: number, y: number) => number): void {
  for (let y = 0; y < sheet.side; y++) {
    for (let x = 0; x < sheet.side; x++) {
      sheet.blend(x, y, colour, opacity * (0.5 + 0.5 * Math.sin(wave(x, y))));
    }
  }
}

const paintAdipose: Painter = (sheet, random) => {
  const step = 34 + random() * 8;
  for (let y = -step / 2; y < sheet.side + step; y += step) {
    for (let x = -step / 2; x < sheet.side + step; x += step) {
      const radius = step * (0.5 + random() * 0.12);
      const at: [number, number] = [x + random() * 8, y + random() * 8];
      sheet.ellipse(...at, radius, radius * (0.85 + random() * 0.15), random() * Math.PI, EOSIN, 0.8, 0.88);
      if (random() < 0.2) nucleus(sheet, random, at[0] + radius, at[1], 2.5, 2);
    }
  }
};

const paintCrypts: Painter = (sheet, random) => {
  scatter(sheet, random, 60, (x, y) => nucleus(sheet, random, x, y, 2.5));
  const step = 56 + random() * 8;
  for (let y = step / 3; y < sheet.side + step / 2; y += step) {
    for (let x = step / 3; x < sheet.side + step / 2; x += step) {
      const radius = step * 0.42;
      sheet.ellipse(x, y, radius, radius, 0, MUCUS, 0.95);
      sheet.ellipse(x, y, radius * 0.3, radius * 0.25, 0, GLASS, 1);
      const count = 22;
      for (let i = 0; i < count; i++) {
        const angle = (i / count) * 2 * Math.PI + random() * 0.15;
        nucleus(sheet, random, x + Math.cos(angle) * radius, y + Math.sin(angle) * radius, 2.6, 1.7);
      }
    }
  }
};

const paintDebris: Painter = (sheet, random) => {
  scatter(sheet, random, 160, (x, y) =>
    sheet.ellipse(x, y, 3 + random() * 7, 2 + random() * 4, random() * 3, EOSIN, 0.5),
  );
  scatter(sheet, random, 130, (x, y) => nucleus(sheet, random, x, y, 0.8 + random() * 1.4, 1));
};

const paintFibres: Painter = (sheet, random) => {
  const turn = random() * Math.PI;
  const bend = 6 + random() * 8;
  const along = (x: number, y: number) => x * Math.cos(turn) + y * Math.sin(turn);
  const across = (x: number, y: number) => y * Math.cos(turn) - x * Math.sin(turn);
  bands(sheet, EOSIN, 0.9, (x, y) => (across(x, y) + bend * Math.sin(along(x, y) / 28)) / 1.9);
  scatter(sheet, random, 34, (x, y) => sheet.ellipse(x, y, 7, 1.5, turn, NUCLEUS, 0.8));
};

const paintLymphocytes: Painter = (sheet, random) => {
  const step = 8.5 + random();
  for (let y = 0; y < sheet.side; y += step) {
    for (let x = 0; x < sheet.side; x += step) {
      nucleus(sheet, random, x + random() * 4, y + random() * 4, 3.1 + random() * 0.7, 1);
    }
  }
};

const paintNests: Painter = (sheet, random) => {
  scatter(sheet, random, 6, (cx, cy) => {
    const radius = 24 + random() * 12;
    sheet.ellipse(cx, cy, radius * 1.2, radius, 0, EOSIN, 0.7);
    for (let i = 0; i < 34; i++) {
      const angle = random() * 2 * Math.PI;
      const far = Math.sqrt(random()) * radius;
      nucleus(sheet, random, cx + Math.cos(angle) * far * 1.2, cy + Math.sin(angle) * far, 4 + random() * 1.6, 1.15);
    }
  });
};

const paintStripes: Painter = (sheet, random) => {
  const turn = (random() - 0.5) * 0.7;
  bands(sheet, EOSIN, 1, (x, y) => (y + x * turn + 4 * Math.sin(x / 40)) / 4.6);
  scatter(sheet, random, 16, (x, y) => sheet.ellipse(x, y, 9, 1.8, turn, NUCLEUS, 0.85));
};

const paintEmpty: Painter = (sheet, random) => {
  scatter(sheet, random, 3, (x, y) => sheet.ellipse(x, y, 2 + random() * 3, 1.5, random() * 3, PALE_EOSIN, 0.4));
};

const PAINTERS: Readonly<Record<TextureKind, { ground: Colour; paint: Painter }>> = {
  adipose: { ground: GLASS, paint: paintAdipose },
  crypts: { ground: PALE_EOSIN, paint: paintCrypts },
  debris: { ground: PALE_EOSIN, paint: paintDebris },
  empty: { ground: GLASS, paint: paintEmpty },
  fibres: { ground: PALE_EOSIN, paint: paintFibres },
  lymphocytes: { ground: MUCUS, paint: paintLymphocytes },
  nests: { ground: PALE_EOSIN, paint: paintNests },
  stripes: { ground: PALE_EOSIN, paint: paintStripes },
};

/** Draws a square texture of `side` pixels; the same kind, seed and side give the same bytes. */
export function drawTexture(kind: TextureKind, seed: number, side: number): RgbImage {
  const random = seededRandom(seed * TEXTURE_KINDS.length + TEXTURE_KINDS.indexOf(kind));
  const { ground, paint } = PAINTERS[kind];
  const sheet = new Sheet(side, ground);
  paint(sheet, random);
  sheet.grain(random, 14);
  return { width: side, height: side, data: sheet.data };
}

const FILE_SIDE = 192;

/** `count` textures as PNG files of 192 pixels a side, drawn when they are opened; kinds alternate and name the folders. */
export function drawTextureFiles(count: number): FoundFile[] {
  return Array.from({ length: count }, (_, i) => {
    const kind = TEXTURE_KINDS[i % TEXTURE_KINDS.length] as TextureKind;
    const number = Math.floor(i / TEXTURE_KINDS.length) + 1;
    const path = `${kind}/${kind}-${String(number).padStart(2, '0')}.png`;
    const open = async () => {
      const { width, height, data } = drawTexture(kind, number, FILE_SIDE);
      const png = encodePng({ width, height, data, channels: 3, depth: 8 });
      return new File([new Uint8Array(png)], path, { lastModified: 0 });
    };
    return { path, open };
  });
}
