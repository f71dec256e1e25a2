let isAsking = false;

/** Whether the browser can be asked; WebKitGTK cannot. */
export function canAskForPersistence(): boolean {
  return navigator.storage?.persist !== undefined;
}

/**
 * Asks the browser never to evict what is stored. Nobody may wait for the answer, which is read where it is shown: Firefox
 * puts the question to the person, who may leave it open. So ask when a collection is made, where its sense is plain.
 */
export function askForPersistence(): void {
  if (isAsking || !canAskForPersistence()) return;
  isAsking = true;
  const answered = () => {
    isAsking = false;
  };
  navigator.storage.persist().then(answered, answered);
}

/** Whether the browser has promised not to evict what is stored. */
export async function isPersistent(): Promise<boolean> {
  return (await navigator.storage?.persisted?.()) ?? false;
}
