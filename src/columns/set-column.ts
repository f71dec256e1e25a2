/** Sets of patches that a person has named, as columns of a `PatchTable`: one a set, in which its patches have a word. */

const PREFIX = ':set ';

/** The word of a patch that is in a set. */
export const IN_SET = 'in';

/** The name under which a `PatchTable` has a set. */
export function setColumn(name: string): string {
  return `${PREFIX}${name}`;
}

/** The name of the set that a column stands for, if it does. */
export function setOfColumn(column: string): string | undefined {
  return column.startsWith(PREFIX) ? column.slice(PREFIX.length) : undefined;
}
