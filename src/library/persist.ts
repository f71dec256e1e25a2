/**
 * Asks the browser never to evict what is stored; Firefox shows the question to the person, so ask when the first
 * collection is made, where its sense is plain.
 * @returns Whether the browser promised it.
 */
export async function requestPersistence(): Promise<boolean> {
  if (!navigator.storage?.persist) return false;
  return (await isPersistent()) || navigator.storage.persist();
}

/** Whether the browser has promised not to evict what is stored. */
export async function isPersistent(): Promise<boolean> {
  return (await navigator.storage?.persisted?.()) ?? false;
}
