/**
 * Typed calls between the page and a worker.
 *
 * The worker side is a plain class whose methods take one argument and a CallContext. The page side is a `Connection`
 * whose `remote` has the same methods, each returning a promise and taking CallOptions. Errors cross as ErrorReports.
 * When the worker dies or the connection is destroyed, every call in flight is rejected.
 */
import { AppError, type ErrorReport, fromErrorReport, isAbort, toErrorReport } from './errors.ts';
import { STARTED, startWorker } from './start-worker.ts';

/** What a served method gets beside its argument. */
export interface CallContext<Progress = never> {
  readonly signal: AbortSignal;
  progress(value: Progress): void;
}

export interface CallOptions<Progress = never> {
  signal?: AbortSignal;
  onProgress?: (value: Progress) => void;
  /** Buffers in the argument that move to the worker instead of being copied. */
  transfer?: Transferable[];
}

/** A result whose buffers move to the caller instead of being copied. Made by `transfer`. */
export class Transferred<T> {
  readonly value: T;
  readonly buffers: Transferable[];

  constructor(value: T, buffers: Transferable[]) {
    this.value = value;
    this.buffers = buffers;
  }
}

export function transfer<T>(value: T, buffers: Transferable[]): Transferred<T> {
  return new Transferred(value, buffers);
}

type Unwrapped<T> = T extends Transferred<infer Value> ? Value : T;

/** The page's view of a served class: the same methods, asynchronous and abortable. */
export type Remote<Service> = {
  [Name in keyof Service as Service[Name] extends (...args: never[]) => unknown ? Name : never]: Service[Name] extends (
    argument: infer Argument,
    context: CallContext<infer Progress>,
  ) => infer Result
    ? (argument: Argument, options?: CallOptions<Progress>) => Promise<Unwrapped<Awaited<Result>>>
    : never;
};

/** What `connect` and `serve` need of a Worker, a DedicatedWorkerGlobalScope or a MessagePort. */
export interface Endpoint {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: string, listener: (event: Event) => void): void;
  removeEventListener(type: string, listener: (event: Event) => void): void;
  /** A MessagePort keeps what comes until it is started. */
  start?(): void;
}

type Request = { kind: 'call'; id: number; method: string; argument: unknown } | { kind: 'abort'; id: number };

type Response =
  | typeof STARTED
  | { kind: 'result'; id: number; value: unknown }
  | { kind: 'error'; id: number; error: ErrorReport }
  | { kind: 'aborted'; id: number }
  | { kind: 'progress'; id: number; value: unknown };

type OwnedEndpoint = Endpoint & { terminate?(): void };

/** Answers calls that arrive at `endpoint` with the methods of `service`. */
export function serve(service: object, endpoint: Endpoint): void {
  const running = new Map<number, AbortController>();
  const reply = (response: Response, buffers: Transferable[] = []) => endpoint.postMessage(response, buffers);

  async function answer(request: Extract<Request, { kind: 'call' }>): Promise<void> {
    const { id, method, argument } = request;
    const controller = new AbortController();
    running.set(id, controller);
    const context: CallContext<unknown> = {
      signal: controller.signal,
      progress: (value) => reply({ kind: 'progress', id, value }),
    };
    try {
      const result: unknown = await methodOf(service, method).call(service, argument, context);
      if (result instanceof Transferred) reply({ kind: 'result', id, value: result.value }, result.buffers);
      else reply({ kind: 'result', id, value: result });
    } catch (thrown) {
      if (isAbort(thrown)) reply({ kind: 'aborted', id });
      else reply({ kind: 'error', id, error: toErrorReport(thrown) });
    } finally {
      running.delete(id);
    }
  }

  endpoint.addEventListener('message', (event) => {
    const request = (event as MessageEvent<Request>).data;
    if (request.kind === 'call') void answer(request);
    else if (request.kind === 'abort') running.get(request.id)?.abort();
  });
  endpoint.start?.();
  reply(STARTED);
}

function methodOf(service: object, name: string): (argument: unknown, context: CallContext<unknown>) => unknown {
  const method: unknown = Reflect.get(service, name);
  if (typeof method !== 'function') throw new AppError('unexpected', `no method ${name}`);
  return method as (argument: unknown, context: CallContext<unknown>) => unknown;
}

interface PendingCall {
  resolve(value: unknown): void;
  reject(reason: unknown): void;
  onProgress: ((value: never) => void) | undefined;
  /** Lets go of the abort signal. */
  settled(): void;
}

/**
 * The page's end of a worker, or any caller's end of an endpoint. Owns the worker: `destroy` terminates it. Both sides of an
 * endpoint may serve and call.
 */
export class Connection<Service extends object> {
  readonly remote: Remote<Service>;
  readonly #pending = new Map<number, PendingCall>();
  #endpoint: OwnedEndpoint | undefined;
  /** Calls made while the worker starts. */
  #unsent: (() => void)[] = [];
  #nextId = 0;
  #closedBy: AppError | undefined;
  readonly #onEnd: () => void;

  /** @param onEnd Called once, when the connection ends, for whatever reason. */
  constructor(endpoint: OwnedEndpoint | Promise<OwnedEndpoint>, onEnd: () => void = () => {}) {
    this.#onEnd = onEnd;
    if (!(endpoint instanceof Promise)) this.#listenTo(endpoint);
    else endpoint.then(this.#listenTo, (thrown) => this.destroy(toCrash(thrown)));
    this.remote = new Proxy({} as Remote<Service>, {
      // A promise would be mistaken for a remote if `then` answered.
      get: (_target, name) => (typeof name === 'string' && name !== 'then' ? this.#caller(name) : undefined),
    });
  }

  /** The error that ended this connection, if it has ended. */
  get closedBy(): AppError | undefined {
    return this.#closedBy;
  }

  /** Terminates the worker and rejects every call in flight with `reason`. */
  destroy(reason: AppError = new AppError('worker-stopped')): void {
    if (this.#closedBy) return;
    this.#closedBy = reason;
    this.#endpoint?.removeEventListener('message', this.#receive);
    this.#endpoint?.terminate?.();
    this.#onEnd();
    for (const id of [...this.#pending.keys()]) this.#take(id)?.reject(reason);
  }

  #caller(method: string) {
    return (argument: unknown, options: CallOptions<never> = {}): Promise<unknown> =>
      this.#call(method, argument, options);
  }

  #call(
    method: string,
    argument: unknown,
    { signal, onProgress, transfer = [] }: CallOptions<never>,
  ): Promise<unknown> {
    if (this.#closedBy) return Promise.reject(this.#closedBy);
    if (signal?.aborted) return Promise.reject(signal.reason);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.#take(id);
        this.#send({ kind: 'abort', id });
        reject(signal?.reason);
      };
      const settled = () => signal?.removeEventListener('abort', abort);
      signal?.addEventListener('abort', abort, { once: true });
      this.#pending.set(id, { resolve, reject, onProgress, settled });
      this.#send({ kind: 'call', id, method, argument }, transfer);
    });
  }

  #send(request: Request, buffers: Transferable[] = []): void {
    if (!this.#endpoint) {
      this.#unsent.push(() => this.#send(request, buffers));
      return;
    }
    try {
      this.#endpoint.postMessage(request, buffers);
    } catch (thrown) {
      this.#take(request.id)?.reject(thrown);
    }
  }

  #take(id: number): PendingCall | undefined {
    const call = this.#pending.get(id);
    this.#pending.delete(id);
    call?.settled();
    return call;
  }

  readonly #listenTo = (endpoint: OwnedEndpoint): void => {
    if (this.#closedBy) {
      endpoint.terminate?.();
      return;
    }
    this.#endpoint = endpoint;
    endpoint.addEventListener('message', this.#receive);
    endpoint.addEventListener('error', this.#crashed);
    endpoint.addEventListener('messageerror', this.#crashed);
    endpoint.start?.();
    for (const send of this.#unsent.splice(0)) send();
  };

  readonly #receive = (event: Event): void => {
    const response = (event as MessageEvent<Response | Request>).data;
    // Requests are for what is served at the same endpoint.
    if (response.kind === 'started' || response.kind === 'call' || response.kind === 'abort') return;
    if (response.kind === 'progress') {
      this.#pending.get(response.id)?.onProgress?.(response.value as never);
      return;
    }
    const call = this.#take(response.id);
    if (response.kind === 'result') call?.resolve(response.value);
    else if (response.kind === 'error') call?.reject(fromErrorReport(response.error));
    else call?.reject(new DOMException('The call was aborted.', 'AbortError'));
  };

  readonly #crashed = (event: Event): void => {
    const detail = 'message' in event ? String(event.message) : event.type;
    this.destroy(new AppError('worker-crashed', detail));
  };
}

function toCrash(thrown: unknown): AppError {
  return thrown instanceof AppError ? thrown : new AppError('worker-crashed', String(thrown), { cause: thrown });
}

/**
 * Starts a worker that serves a `Service`: `connectWorker<Search>(() => new Worker(new URL('./search.worker.ts', import.meta.url)))`.
 * Calls made while it starts wait.
 */
export function connectWorker<Service extends object>(make: () => Worker): Connection<Service> {
  return new Connection<Service>(startWorker(make));
}
