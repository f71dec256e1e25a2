/** Optical density of red, green and blue; of length 1 where it is a direction. */
export type Vector3 = readonly [number, number, number];

/** The two stains of a slide, as imaging/stain/macenko.ts tells them. */
export interface Stains {
  readonly haematoxylin: Vector3;
  readonly eosin: Vector3;
  /** 99th percentiles of the amounts of haematoxylin and eosin. */
  readonly maxima: readonly [haematoxylin: number, eosin: number];
}

/** Why stains could not be estimated: such an image is taken as it is. */
export type NoStains = (typeof NO_STAINS)[number];

export const NO_STAINS = ['little-tissue', 'one-stain', 'foreign-colours'] as const;

/** The direction of a vector that is not 0. */
export function unitVector([red, green, blue]: Vector3): Vector3 {
  const length = Math.hypot(red, green, blue);
  return [red / length, green / length, blue / length];
}
