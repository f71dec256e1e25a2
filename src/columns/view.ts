import type { Changes } from './change-log.ts';
import type { PatchTable } from './patch-table.ts';

/**
 * Something worked out of a table, which follows what changes instead of being worked out anew. Its result is another
 * object only when it differs, so that who shows it knows when to.
 */
export abstract class View<Result> {
  protected readonly table: PatchTable;
  #last: { readonly version: number; readonly result: Result } | undefined;

  constructor(table: PatchTable) {
    this.table = table;
  }

  /** @param patches Those of the table, as far as the caller knows them. */
  at({ version }: { readonly version: number }): Result {
    const before = this.#last;
    if (before && before.version >= version) return before.result;
    const now = this.table.version;
    const changes = before && this.table.changesSince(before.version);
    const result = before && changes ? this.follow(changes, before.result) : this.build();
    this.#last = { version: now, result };
    return result;
  }

  /** Works it out of the whole table. */
  protected abstract build(): Result;

  /** Works it out of what it was before and what has changed since; `before` itself where nothing of it has. */
  protected abstract follow(changes: Changes, before: Result): Result;

  /** Takes what was worked out elsewhere for the table as it is now. */
  protected take(result: Result): void {
    this.#last = { version: this.table.version, result };
  }

  protected get isWorkedOut(): boolean {
    return this.#last !== undefined;
  }
}
