/**
 * Whether a worker that starts another may be lost. In Firefox (153 ESR) `new Worker` within a worker now and then never
 * returns, and the worker that called it hears nothing any more: about one load in twenty where two workers start others.
 */
export function nestedWorkersMayHang(): boolean {
  return typeof navigator !== 'undefined' && navigator.userAgent.includes('Firefox/');
}
