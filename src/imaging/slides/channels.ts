/** Channels of fluorescence and other multiplexed slides: which is read, and how its values become pixels. */
import { AppError } from '../../base/errors.ts';
import type { RgbImage } from '../../base/rgb-image.ts';
import type { ShownChannels, SlideInfo } from '../../base/slide.ts';
import type { OpenSlide } from './opened-slide.ts';

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number];

export interface Channel {
  /** Empty where the file gives none. */
  readonly name: string;
  /** As the file gives it; undefined where it gives none. */
  readonly colour?: Colour | undefined;
}

/** Values that are black and white; those between are grey. */
export interface Range {
  readonly black: number;
  readonly white: number;
}

/** Values of one channel, and where the first is and the next one to the right and below. */
export interface Plane {
  readonly data: ArrayLike<number>;
  readonly start: number;
  readonly across: number;
  readonly down: number;
}

/** The first channel, where a person has chosen none. */
export const FIRST_CHANNEL = 0;
/** Most channels that one picture is made of: each is read from the file. */
export const MOST_CHANNELS = 64;

/** More channels are none that a person chooses from. */
const MOST_NAMED = 1000;

const WHITE: Colour = [255, 255, 255];
const BLUE: Colour = [0, 0, 255];
/** For channels without a colour of their own, in turn: as viewers have them. */
const DEFAULT_COLOURS: readonly Colour[] = [
  [255, 0, 0],
  [0, 255, 0],
  BLUE,
  [255, 255, 0],
  [0, 255, 255],
  [255, 0, 255],
];
/** Stains of nuclei, which are shown in blue everywhere. */
const NUCLEI = /dapi|hoechst|nucle|to-?pro|draq/i;

/**
 * The channels that a picture is made of, by their numbers.
 * @throws AppError slide-variant when the slide has not got the one that is wanted
 */
export function chosenChannels(count: number, shown: ShownChannels): readonly number[] {
  if (count > MOST_CHANNELS && shown === 'composite') {
    throw new AppError('slide-variant', `${count} channels, of which at most ${MOST_CHANNELS} make one picture`);
  }
  if (shown === 'composite') return Array.from({ length: count }, (_, channel) => channel);
  if (shown >= count) throw new AppError('slide-variant', `no channel ${shown + 1}: it has ${count}`);
  return [shown];
}

/** What is told of a slide's channels; nothing of a single one. */
export function channelFacts(channels: readonly Channel[], shown: ShownChannels): Pick<SlideInfo, 'channels'> {
  if (channels.length < 2 || channels.length > MOST_NAMED) return {};
  return { channels: { names: channels.map(({ name }) => name.trim().slice(0, 60)), shown } };
}

/** Of "#rrggbb", with or without the sign; undefined for other text. */
export function colourOfHex(hex: string): Colour | undefined {
  const [, digits] = /^#?([0-9a-f]{6})$/i.exec(hex.trim()) ?? [];
  if (digits === undefined) return undefined;
  const value = Number.parseInt(digits, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** The colour of each channel in a composite. */
export function coloursOf(channels: readonly Channel[]): readonly Colour[] {
  let next = 0;
  return channels.map(({ name, colour }) => {
    if (colour) return colour;
    if (NUCLEI.test(name)) return BLUE;
    return DEFAULT_COLOURS[next++ % DEFAULT_COLOURS.length] as Colour;
  });
}

/**
 * The slide as the channel that is wanted shows it, or as all do.
 * @param openOne Opens the slide as one channel, in greys. A slide without several is its channel 0.
 * @throws AppError slide-variant when the slide has not got the channel; what `openOne` throws
 */
export async function openChannels(
  channels: readonly Channel[],
  shown: ShownChannels,
  openOne: (channel: number) => Promise<OpenSlide>,
): Promise<OpenSlide> {
  if (channels.length < 2) return openOne(0);
  const chosen = chosenChannels(channels.length, shown);
  const slides: OpenSlide[] = [];
  for (const channel of chosen) slides.push(await openOne(channel));
  const [first] = slides as [OpenSlide];
  const info = { ...first.info, ...channelFacts(channels, shown) };
  if (shown !== 'composite') return { ...first, info };
  const painter = new ChannelPainter(
    coloursOf(channels),
    new Array<Range>(chosen.length).fill({ black: 0, white: 255 }),
  );
  return {
    info,
    decodeTile: async (level, column, row) => {
      const tiles: (RgbImage | undefined)[] = [];
      for (const slide of slides) tiles.push(await slide.decodeTile(level, column, row));
      const stored = tiles.find((tile) => tile !== undefined);
      if (!stored) return undefined;
      const { width, height } = stored;
      const size = width * height * 3;
      // What a channel does not store gives no light.
      const planes = tiles.map((tile) => ({
        data: tile?.data.length === size ? tile.data : new Uint8Array(size),
        start: 0,
        across: 3,
        down: width * 3,
      }));
      return painter.paint(width, height, planes);
    },
  };
}

interface Light {
  readonly colour: Colour;
  readonly toLight: (value: number) => number;
}

/** One channel is painted in greys; several in their colours, whose light adds up. */
export class ChannelPainter {
  readonly #lights: readonly Light[];

  /**
   * @param colours Of the channels that are painted, in turn.
   * @param ranges Of each, too.
   */
  constructor(colours: readonly Colour[], ranges: readonly Range[]) {
    this.#lights = ranges.map((range, at) => ({
      colour: ranges.length === 1 ? WHITE : (colours[at] as Colour),
      toLight: lightIn(range),
    }));
  }

  /** @param planes Of the channels, in turn. */
  paint(width: number, height: number, planes: readonly Plane[]): RgbImage {
    const sums = new Uint8ClampedArray(width * height * 3);
    for (const [channel, { data, start, across, down }] of planes.entries()) {
      const { colour, toLight } = this.#lights[channel] as Light;
      const parts = ([0, 1, 2] as const).filter((part) => colour[part] > 0);
      for (let y = 0, to = 0; y < height; y++) {
        for (let x = 0, from = start + y * down; x < width; x++, from += across, to += 3) {
          const light = toLight(data[from] as number);
          for (const part of parts) sums[to + part] = (sums[to + part] as number) + (light * colour[part]) / 255;
        }
      }
    }
    return { width, height, data: new Uint8Array(sums.buffer) };
  }
}

const TABLE = 2 ** 16;

/** From a value to 0 to 255, rounded to nearest; whole numbers of 16 bits by a table. */
function lightIn({ black, white }: Range): (value: number) => number {
  const scale = 255 / Math.max(white - black, Number.MIN_VALUE);
  const compute = (value: number) => Math.min(255, Math.max(0, Math.floor((value - black) * scale + 0.5)));
  let table: Uint8Array | undefined;
  return (value) => {
    if (!(value >= 0 && value < TABLE && Number.isInteger(value))) return compute(value) || 0;
    table ??= Uint8Array.from({ length: TABLE }, (_, each) => compute(each));
    return table[value] as number;
  };
}
