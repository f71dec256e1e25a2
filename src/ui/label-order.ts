/**
 * The place of each label among the collection's sorted labels, from 0: what labelColour asks for, so that a label has
 * one colour everywhere. The empty label, which is the absence of one, has no place.
 */
export function labelOrder(labels: Iterable<string>): ReadonlyMap<string, number> {
  const sorted = [...new Set(labels)].filter(Boolean).sort();
  return new Map(sorted.map((label, index) => [label, index]));
}
