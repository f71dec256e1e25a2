/** Ten even steps of cividis (Nuñez, Anderton, Renslow 2018), which colour-blind people see as others do. */
const STEPS = [
  [0x00, 0x20, 0x4d],
  [0x00, 0x33, 0x6f],
  [0x39, 0x48, 0x6b],
  [0x57, 0x5c, 0x6d],
  [0x70, 0x71, 0x73],
  [0x8a, 0x87, 0x79],
  [0xa6, 0x9d, 0x75],
  [0xc4, 0xb5, 0x6c],
  [0xe4, 0xcf, 0x5b],
  [0xff, 0xea, 0x46],
] as const;

/** Above this share the scale is lighter than it is dark: 4.5:1 holds for black from here on, for white below. */
const LIGHT_FROM = 0.465;

/** The colour of a share from 0 to 1, as CSS. */
export function cividis(share: number): string {
  return `rgb(${cividisBytes(share).join(' ')})`;
}

/** The same as red, green and blue, 0 to 255 each. */
export function cividisBytes(share: number): readonly number[] {
  const place = Math.min(Math.max(share, 0), 1) * (STEPS.length - 1);
  const below = STEPS[Math.floor(place)] ?? STEPS[0];
  const above = STEPS[Math.ceil(place)] ?? below;
  const weight = place - Math.floor(place);
  return below.map((value, channel) => Math.round(value + weight * ((above[channel] ?? value) - value)));
}

/** The colour of words on that colour. */
export function inkOn(share: number): string {
  return share < LIGHT_FROM ? '#fff' : '#000';
}
