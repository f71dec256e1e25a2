/** `name`, with a number behind it when a collection has that name already: nobody can tell two of one name apart. */
export function freeName(name: string, collections: readonly { readonly name: string }[]): string {
  const taken = new Set(collections.map((collection) => collection.name));
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name} ${number}`)) number += 1;
  return `${name} ${number}`;
}
