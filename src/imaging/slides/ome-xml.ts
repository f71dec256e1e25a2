/** What the XML of an OME-TIFF file says of its images. */
import type { XmlElement } from '@rgrove/parse-xml';
import type { Resolution } from '../../base/slide.ts';
import { childrenOf, elementsBelow, readXml } from '../xml.ts';
import type { Channel } from './channels.ts';
import { micronsOfUnit, parseDecimal, recordedResolution } from './microns.ts';

export interface OmeImage {
  readonly name: string;
  /** Pixels; 0 where it is not said. */
  readonly width: number;
  readonly height: number;
  readonly planes: { readonly z: number; readonly t: number; readonly c: number };
  readonly resolution: Resolution;
  /** In their order; fewer than there are where the XML does not describe all. */
  readonly channels: readonly Channel[];
  /** The directory of its first plane, counted from 0 along the chain; undefined where it is not said. */
  readonly directory: number | undefined;
  /** How many directories behind that of the first channel the one of a channel lies, of the first focal plane and time. */
  directoryOf(channel: number): number;
  /** True when its planes lie in another file. */
  readonly isElsewhere: boolean;
}

/** @returns The images in the order of the XML; none when it cannot be read. */
export function readOmeXml(xml: string): OmeImage[] {
  const root = readXml(xml);
  if (!root) return [];
  return [...elementsBelow(root, 'Image')].map((image) => {
    const [pixels] = childrenOf(image, 'Pixels');
    return readImage(image, pixels, root.attributes.UUID);
  });
}

function readImage(image: XmlElement, pixels: XmlElement | undefined, uuid: string | undefined): OmeImage {
  const attribute = (name: string) => pixels?.attributes[name];
  const count = (name: string, otherwise: number) => Number(attribute(name)) || otherwise;
  const size = (axis: 'X' | 'Y') => {
    const unit = micronsOfUnit(attribute(`PhysicalSize${axis}Unit`) ?? 'µm');
    const value = attribute(`PhysicalSize${axis}`);
    return unit === undefined || value === undefined ? undefined : parseDecimal(value) * unit;
  };
  const [data] = pixels ? childrenOf(pixels, 'TiffData') : [];
  const [file] = data ? childrenOf(data, 'UUID') : [];
  const directory = Number(data?.attributes.IFD);
  const planes = { z: count('SizeZ', 1), t: count('SizeT', 1), c: count('SizeC', 1) };
  return {
    name: image.attributes.Name ?? '',
    width: count('SizeX', 0),
    height: count('SizeY', 0),
    planes,
    resolution: recordedResolution(size('X'), size('Y')),
    channels: pixels ? childrenOf(pixels, 'Channel').map(readChannel) : [],
    directory: data?.attributes.IFD === undefined || !Number.isInteger(directory) ? undefined : directory,
    directoryOf: (channel) => {
      const told = pixels ? placeOfChannel(childrenOf(pixels, 'TiffData'), channel) : undefined;
      return told ?? channel * stepOfChannels(attribute('DimensionOrder') ?? 'XYCZT', planes);
    },
    isElsewhere: file !== undefined && uuid !== undefined && file.text.trim() !== uuid,
  };
}

/** A colour is a signed number of 32 bits: red, green, blue and alpha, 8 bits each. White stands for none. */
function readChannel({ attributes }: XmlElement): Channel {
  const colour = Number(attributes.Color ?? Number.NaN);
  const rgb = colour >>> 8;
  const isGiven = Number.isInteger(colour) && rgb !== 0xffffff && rgb !== 0;
  return {
    name: attributes.Name ?? attributes.Fluor ?? '',
    colour: isGiven ? [rgb >> 16, (rgb >> 8) & 255, rgb & 255] : undefined,
  };
}

/** By the element that names the plane; undefined where none does. */
function placeOfChannel(elements: readonly XmlElement[], channel: number): number | undefined {
  const number = (element: XmlElement | undefined, name: string) => Number(element?.attributes[name] ?? 0);
  const own = (wanted: number) =>
    elements.find(
      (element) =>
        element.attributes.IFD !== undefined &&
        number(element, 'FirstC') === wanted &&
        number(element, 'FirstZ') === 0 &&
        number(element, 'FirstT') === 0,
    );
  const [first, found] = [own(0), own(channel)];
  if (!first || !found) return undefined;
  const step = number(found, 'IFD') - number(first, 'IFD');
  return Number.isInteger(step) ? step : undefined;
}

/** Directories from one channel to the next: those of the axes that change faster. */
function stepOfChannels(order: string, { z, t }: OmeImage['planes']): number {
  const before = order.slice(2, Math.max(2, order.indexOf('C')));
  return (before.includes('Z') ? z : 1) * (before.includes('T') ? t : 1);
}
