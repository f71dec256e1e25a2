import type { Changes } from './change-log.ts';
import { View } from './view.ts';

/**
 * The place of each label among all, sorted, from 0: what `labelColour` asks for, so that a label has one colour everywhere.
 * The empty label, which is the absence of one, has no place.
 */
export function labelOrder(labels: Iterable<string>): ReadonlyMap<string, number> {
  const sorted = [...new Set(labels)].filter(Boolean).sort();
  return new Map(sorted.map((label, index) => [label, index]));
}

/** The order of the labels that any patch has. */
export class LabelOrderView extends View<ReadonlyMap<string, number>> {
  protected build(): ReadonlyMap<string, number> {
    return labelOrder(this.#inUse());
  }

  protected follow(_changes: Changes, before: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
    const inUse = this.#inUse().filter(Boolean);
    return inUse.length === before.size && inUse.every((label) => before.has(label)) ? before : labelOrder(inUse);
  }

  #inUse(): string[] {
    const { label } = this.table;
    return label.words.filter((word, code): word is string => word !== undefined && label.countOf(code) > 0);
  }
}
