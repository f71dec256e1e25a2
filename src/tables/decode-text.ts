import { AppError } from '../base/errors.ts';

export type Encoding = 'UTF-8' | 'UTF-16 LE' | 'UTF-16 BE' | 'Windows-1252';

export interface DecodedText {
  readonly text: string;
  readonly encoding: Encoding;
}

/** Bytes that tell what a file is. */
const LOOKED_AT = 65_536;

/** Above this share of control characters, a file is no text. */
const MOST_CONTROLS = 0.002;

const DECODERS = { 'UTF-8': 'utf-8', 'UTF-16 LE': 'utf-16le', 'UTF-16 BE': 'utf-16be' } as const;

/**
 * The text of a file in the encoding that its first bytes, or its zeros, tell; without them UTF-8 where all of it is valid, and
 * else Windows-1252, which takes in ISO 8859-1.
 * @throws AppError table-binary for what is no text.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const decoded = decode(bytes);
  if (!decoded || shareOfControls(decoded.text.slice(0, LOOKED_AT)) > MOST_CONTROLS) throw new AppError('table-binary');
  return decoded;
}

function decode(bytes: Uint8Array): DecodedText | undefined {
  const told = encodingByMark(bytes) ?? encodingByZeros(bytes.subarray(0, LOOKED_AT));
  if (told === 'none') return undefined;
  if (told) return decodeAs(told, bytes);
  return decodeAs('UTF-8', bytes) ?? { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'Windows-1252' };
}

/** Undefined where some of it is not valid. The decoder drops the mark. */
function decodeAs(encoding: keyof typeof DECODERS, bytes: Uint8Array): DecodedText | undefined {
  try {
    return { text: new TextDecoder(DECODERS[encoding], { fatal: true }).decode(bytes), encoding };
  } catch {
    return undefined;
  }
}

function encodingByMark([first, second, third]: Uint8Array): keyof typeof DECODERS | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'UTF-8';
  if (first === 0xff && second === 0xfe) return 'UTF-16 LE';
  return first === 0xfe && second === 0xff ? 'UTF-16 BE' : undefined;
}

/** Text of one byte a letter has no zeros; UTF-16 has them in one half of its bytes: separators and line ends do. */
function encodingByZeros(bytes: Uint8Array): keyof typeof DECODERS | 'none' | undefined {
  const zeros = [0, 0];
  for (const [at, byte] of bytes.entries()) if (byte === 0) zeros[at & 1] = (zeros[at & 1] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (even === 0 && odd === 0) return undefined;
  if (odd > even * 10) return 'UTF-16 LE';
  return even > odd * 10 ? 'UTF-16 BE' : 'none';
}

function shareOfControls(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is counted.
  return (text.match(/[\0-\x08\x0e-\x1f]/g)?.length ?? 0) / Math.max(1, text.length);
}
