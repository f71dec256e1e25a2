/** Lets messages in, an abort among them, where what follows computes without a pause. */
export function eventsHandled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
