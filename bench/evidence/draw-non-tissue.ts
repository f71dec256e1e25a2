/**
 * What is no tissue, drawn from a seed: noise, patterns, photographed labels, blank glass. Each kind covers the range that
 * a person could hand in by mistake, in arbitrary colours and, where that is harder to tell, in those of stained tissue.
 */
import type { RgbImage } from '../../src/base/rgb-image.ts';
import { seededRandom } from '../../src/base/seeded-random.ts';
import { drawTexture, TEXTURE_KINDS } from '../../src/engine/intake/draw-texture.ts';

type Random = () => number;
type Colour = readonly [red: number, green: number, blue: number];
type Paint = (x: number, y: number) => Colour;
type Draw = (random: Random, side: number) => RgbImage;

/** As most scanners render haematoxylin, eosin and glass. */
const STAINS: readonly Colour[] = [
  [92, 58, 140],
  [150, 90, 160],
  [226, 150, 190],
  [238, 196, 216],
  [243, 240, 243],
];

export type NonTissue = 'noise' | 'drawn textures' | 'labels' | 'glass';

/** An image of one kind. @param index Of the image among those of its kind; the same index gives the same bytes. */
export function drawNonTissue(kind: NonTissue, index: number, side: number): RgbImage {
  const draws = DRAWS[kind];
  const random = seededRandom(hash(kind) + index);
  return (draws[index % draws.length] as Draw)(random, side);
}

function hash(text: string): number {
  return [...text].reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), 7);
}

function paint(side: number, colourAt: Paint): RgbImage {
  const data = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) data.set(clamp(colourAt(x, y)), (y * side + x) * 3);
  return { width: side, height: side, data };
}

function clamp([red, green, blue]: Colour): Colour {
  const byte = (value: number) => Math.round(Math.min(255, Math.max(0, value)));
  return [byte(red), byte(green), byte(blue)];
}

function anyColour(random: Random): Colour {
  return [random() * 255, random() * 255, random() * 255];
}

function stainColour(random: Random): Colour {
  const [red, green, blue] = pick(random, STAINS);
  const shift = () => (random() - 0.5) * 24;
  return [red + shift(), green + shift(), blue + shift()];
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)] as Item;
}

function between(random: Random, least: number, most: number): number {
  return least + random() * (most - least);
}

function mix([r0, g0, b0]: Colour, [r1, g1, b1]: Colour, share: number): Colour {
  return [r0 + (r1 - r0) * share, g0 + (g1 - g0) * share, b0 + (b1 - b0) * share];
}

function times([red, green, blue]: Colour, factor: number): Colour {
  return [red * factor, green * factor, blue * factor];
}

/** A field of random numbers, 0 to 1, that changes over about `grain` pixels. */
function cloud(random: Random, side: number, grain: number): (x: number, y: number) => number {
  const across = Math.ceil(side / grain) + 2;
  const knots = Float64Array.from({ length: across * across }, random);
  const knot = (column: number, row: number) => knots[row * across + column] ?? 0;
  return (x, y) => {
    const column = Math.floor(x / grain);
    const row = Math.floor(y / grain);
    const u = x / grain - column;
    const v = y / grain - row;
    const top = knot(column, row) * (1 - u) + knot(column + 1, row) * u;
    return top * (1 - v) + (knot(column, row + 1) * (1 - u) + knot(column + 1, row + 1) * u) * v;
  };
}

/** Grain of a sensor, `strength` grey levels to both sides. */
function grained(random: Random, image: RgbImage, strength: number): RgbImage {
  const data = image.data.map((value) => Math.min(255, Math.max(0, value + (random() - 0.5) * 2 * strength)));
  return { ...image, data };
}

const whiteNoise: Draw = (random, side) => {
  const isGrey = random() < 0.3;
  const grain = Math.ceil(between(random, 0, 4));
  const values = new Map<number, Colour>();
  return paint(side, (x, y) => {
    const key = Math.floor(x / grain) * side + Math.floor(y / grain);
    const known = values.get(key) ?? (isGrey ? greyOf(random() * 255) : anyColour(random));
    values.set(key, known);
    return known;
  });
};

function greyOf(value: number): Colour {
  return [value, value, value];
}

const cloudNoise: Draw = (random, side) => {
  const octaves = [2, 4, 8, 16, 32].map((grain) => ({ field: cloud(random, side, grain), weight: random() }));
  const sum = octaves.reduce((total, { weight }) => total + weight, 0);
  const [dark, light] = [anyColour(random), anyColour(random)];
  return paint(side, (x, y) =>
    mix(dark, light, octaves.reduce((total, { field, weight }) => total + field(x, y) * weight, 0) / sum),
  );
};

const stainNoise: Draw = (random, side) => {
  const octaves = [2, 4, 8, 16].map((grain) => ({ field: cloud(random, side, grain), weight: random() }));
  const sum = octaves.reduce((total, { weight }) => total + weight, 0);
  const [dark, light] = [stainColour(random), stainColour(random)];
  const image = paint(side, (x, y) =>
    mix(dark, light, octaves.reduce((total, { field, weight }) => total + field(x, y) * weight, 0) / sum),
  );
  return grained(random, image, 4);
};

const speckle: Draw = (random, side) => {
  const ground = anyColour(random);
  const share = between(random, 0.01, 0.2);
  return paint(side, () => (random() < share ? greyOf(random() < 0.5 ? 0 : 255) : ground));
};

const squares: Draw = (random, side) => {
  const size = between(random, 4, side / 3);
  const colours = Array.from({ length: 900 }, () => anyColour(random));
  return paint(side, (x, y) => colours[(Math.floor(x / size) * 29 + Math.floor(y / size)) % 900] as Colour);
};

const scatteredSquares: Draw = (random, side) => {
  const ground = random() < 0.5 ? greyOf(255) : anyColour(random);
  const shapes = Array.from({ length: Math.ceil(between(random, 5, 80)) }, () => ({
    x: random() * side,
    y: random() * side,
    half: between(random, 2, side / 6),
    isRound: random() < 0.4,
    colour: anyColour(random),
  }));
  return paint(side, (x, y) => {
    const over = shapes.findLast(({ x: cx, y: cy, half, isRound }) =>
      isRound ? Math.hypot(x - cx, y - cy) < half : Math.abs(x - cx) < half && Math.abs(y - cy) < half,
    );
    return over?.colour ?? ground;
  });
};

const checkers: Draw = (random, side) => {
  const size = between(random, 2, 30);
  const [one, other] = [anyColour(random), anyColour(random)];
  return paint(side, (x, y) => ((Math.floor(x / size) + Math.floor(y / size)) % 2 ? one : other));
};

const stripes: Draw = (random, side) => {
  const turn = random() * Math.PI;
  const length = between(random, 3, 40);
  const isSharp = random() < 0.5;
  const [one, other] = [anyColour(random), anyColour(random)];
  return paint(side, (x, y) => {
    const wave = 0.5 + 0.5 * Math.sin(((x * Math.cos(turn) + y * Math.sin(turn)) / length) * 2 * Math.PI);
    return mix(one, other, isSharp ? Math.round(wave) : wave);
  });
};

const gradient: Draw = (random, side) => {
  const corners = Array.from({ length: 4 }, () => anyColour(random)) as [Colour, Colour, Colour, Colour];
  return paint(side, (x, y) =>
    mix(mix(corners[0], corners[1], x / side), mix(corners[2], corners[3], x / side), y / side),
  );
};

const plain: Draw = (random, side) => {
  const colour = anyColour(random);
  return paint(side, () => colour);
};

/** The app's own stand-in for tissue where no sample is at hand, glass apart. */
const drawnTissue: Draw = (random, side) => {
  const kinds = TEXTURE_KINDS.filter((kind) => kind !== 'empty');
  return drawTexture(pick(random, kinds), Math.floor(random() * 10_000), side);
};

/** Digits, 3 x 5 cells each, row by row. */
const GLYPHS = [
  '111101101101111',
  '010110010010111',
  '111001111100111',
  '111001111001111',
  '101101111001001',
  '111100111001111',
  '111100111101111',
  '111001001001001',
  '111101111101111',
  '111101111001111',
];

interface Card {
  readonly paper: Colour;
  readonly ink: Colour;
  isInk(x: number, y: number): boolean;
}

/** Lines of digits, a bar code, or both, on paper. */
function card(random: Random): Card {
  const cell = between(random, 1.5, 9);
  const figures = Array.from({ length: 400 }, () => pick(random, GLYPHS));
  const bars = Array.from({ length: 400 }, () => random() < 0.5);
  const barsFrom = random() < 0.5 ? between(random, 10, 90) : Number.POSITIVE_INFINITY;
  const papers: readonly Colour[] = [
    greyOf(between(random, 215, 255)),
    [222, 150, 60],
    [235, 225, 150],
    [170, 200, 230],
    [240, 190, 200],
  ];
  return {
    paper: pick(random, papers),
    ink: random() < 0.8 ? greyOf(random() * 50) : [40, 50, 140],
    isInk(x, y) {
      if (y > barsFrom && y < barsFrom + 12 * cell)
        return bars[Math.abs(Math.floor((x / cell) * 1.3)) % 400] as boolean;
      const column = Math.floor(x / cell);
      const row = Math.floor(y / cell);
      if (((column % 4) + 4) % 4 === 3 || ((row % 8) + 8) % 8 >= 5) return false;
      const glyph = figures[Math.abs(Math.floor(row / 8) * 31 + Math.floor(column / 4)) % 400] as string;
      return glyph[(((row % 8) + 8) % 8) * 3 + (((column % 4) + 4) % 4)] === '1';
    },
  };
}

/** A printed label as a camera sees it: turned, unevenly lit, not quite sharp, with grain; its edge in some of them. */
const printedLabel: Draw = (random, side) => {
  const { paper, ink, isInk } = card(random);
  const turn = between(random, -0.3, 0.3);
  const light = { x: between(random, -0.25, 0.25), y: between(random, -0.25, 0.25), level: between(random, 0.6, 1) };
  const edge = random() < 0.3 ? between(random, side * 0.6, side) : Number.POSITIVE_INFINITY;
  const beyond = random() < 0.5 ? greyOf(10) : greyOf(235);
  const blur = between(random, 0.3, 1.6);
  const fibres = cloud(random, side, 3);
  const shift = { x: random() * 200, y: random() * 200 };
  const image = paint(side, (x, y) => {
    let inked = 0;
    for (const [dx, dy] of [
      [-blur, 0],
      [blur, 0],
      [0, -blur],
      [0, blur],
      [0, 0],
    ] as const) {
      const u = (x + dx) * Math.cos(turn) + (y + dy) * Math.sin(turn) + shift.x;
      const v = (y + dy) * Math.cos(turn) - (x + dx) * Math.sin(turn) + shift.y;
      inked += Number(isInk(u, v)) / 5;
    }
    if (x > edge) return beyond;
    const lit =
      light.level * (1 + light.x * (x / side - 0.5) + light.y * (y / side - 0.5)) + (fibres(x, y) - 0.5) * 0.06;
    return times(mix(paper, ink, inked), lit);
  });
  return grained(random, image, between(random, 1, 8));
};

/** Handwriting with a felt pen on a label. */
const writtenLabel: Draw = (random, side) => {
  const paper = pick<Colour>(random, [greyOf(240), [205, 140, 55], [235, 225, 150]]);
  const ink = pick<Colour>(random, [greyOf(20), [30, 40, 120], [150, 20, 30]]);
  const width = between(random, 2, 9);
  const points: [number, number][] = [];
  let [x, y, heading] = [random() * side, random() * side, random() * 7];
  for (let step = 0; step < side * 3; step++) {
    heading += (random() - 0.5) * 0.9;
    x += Math.cos(heading) * 1.5;
    y += Math.sin(heading) * 1.5;
    if (x < 0 || y < 0 || x > side || y > side || random() < 0.01) [x, y] = [random() * side, random() * side];
    points.push([x, y]);
  }
  const inked = new Uint8Array(side * side);
  for (const [px, py] of points) {
    for (let v = Math.floor(py - width); v <= py + width; v++) {
      for (let u = Math.floor(px - width); u <= px + width; u++) {
        if (u >= 0 && v >= 0 && u < side && v < side && Math.hypot(u - px, v - py) < width / 2) inked[v * side + u] = 1;
      }
    }
  }
  const fibres = cloud(random, side, 2);
  const level = between(random, 0.6, 1);
  const image = paint(side, (u, v) => times(inked[v * side + u] ? ink : paper, level + (fibres(u, v) - 0.5) * 0.08));
  return grained(random, image, between(random, 1, 8));
};

/** An empty place of a slide: nearly white, unevenly lit, with the grain of a sensor and, in some, dust. */
const glass: Draw = (random, side) => {
  const tint: Colour = [between(random, 215, 248), between(random, 215, 248), between(random, 215, 248)];
  const level = (tint[0] + tint[1] + tint[2]) / 3;
  const ground = mix(greyOf(level), tint, 0.5);
  const light = { x: between(random, -0.04, 0.04), y: between(random, -0.04, 0.04) };
  const grain = between(random, 0.5, 5);
  const specks = Array.from({ length: Math.floor(random() * 6) }, () => ({
    x: random() * side,
    y: random() * side,
    radius: between(random, 0.5, 4),
  }));
  const image = paint(side, (x, y) => {
    const isSpeck = specks.some((speck) => Math.hypot(x - speck.x, y - speck.y) < speck.radius);
    return times(ground, (isSpeck ? 0.8 : 1) * (1 + light.x * (x / side - 0.5) + light.y * (y / side - 0.5)));
  });
  return grained(random, image, grain);
};

const DRAWS: Readonly<Record<NonTissue, readonly Draw[]>> = {
  noise: [whiteNoise, cloudNoise, stainNoise, speckle],
  'drawn textures': [squares, scatteredSquares, checkers, stripes, gradient, plain, drawnTissue, drawnTissue],
  labels: [printedLabel, writtenLabel],
  glass: [glass],
};
