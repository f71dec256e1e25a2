import { withRoom } from './growing.ts';

/** A number for each patch; NaN for one that has none. */
export class NumberColumn {
  readonly kind = 'number';
  #values = new Float64Array(0);

  /** @param values That of patch `id` at `id`. */
  static of(values: Float64Array<ArrayBuffer>): NumberColumn {
    const column = new NumberColumn();
    column.#values = values;
    return column;
  }

  set(id: number, value: number): void {
    const before = this.#values.length;
    this.#values = withRoom(this.#values, id + 1, (length) => new Float64Array(length));
    this.#values.fill(Number.NaN, before);
    this.#values[id] = value;
  }

  clear(id: number): void {
    if (id < this.#values.length) this.#values[id] = Number.NaN;
  }

  valueAt(id: number): number {
    return this.#values[id] ?? Number.NaN;
  }
}
