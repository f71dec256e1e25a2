import streams from './codec-streams.json' with { type: 'json' };

export const JPEG_LS_STREAMS = ['componentAfterComponent', 'lineAfterLine', 'pixelAfterPixel'] as const;

/** Of testImage(40, 30). */
export function codecStream(kind: (typeof JPEG_LS_STREAMS)[number] | 'htj2k'): Uint8Array<ArrayBuffer> {
  const text = kind === 'htj2k' ? streams.htj2k : streams.jpegLs[kind];
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
