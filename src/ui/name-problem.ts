/** What keeps a collection from being called so, in words; undefined when nothing does. */
export function nameProblem(name: string, others: readonly { readonly name: string }[]): string | undefined {
  if (name.trim() === '') return 'Give the collection a name.';
  return others.some((other) => other.name === name.trim()) ? 'Another collection has this name.' : undefined;
}
