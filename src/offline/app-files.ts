import { type Dictionary, entriesOf, lookUp } from '../base/dictionary.ts';

/** A build as its service worker knows it. */
export interface Build {
  /** SHA-256 (hexadecimal) of every file, by its path below the app's folder. */
  readonly files: Dictionary<string>;
  /** Headers that every file is answered with, whatever host it came from. */
  readonly headers: Dictionary<string>;
  /** Changes with any file. */
  readonly version: string;
}

/** What to do with a request: answer it with a file of the build, leave it to the network, or refuse it. */
export type Decision = { readonly file: string } | 'network' | 'refuse';

const CACHE_PREFIX = 'gramscope-app-';
const PAGE = 'index.html';
/** Weights and sample tiles, which are no part of the build: whoever loads the weights checks and keeps them. */
const ASSETS = 'assets/';
/** Scripts and styles, named by their content: a page of the version before may still ask for its own. */
const CODE = 'code/';

/**
 * The app's own files, kept so that it works without a network. They are answered with the security headers even when
 * the host sends none: WebAssembly has threads then, and the policy binds workers too.
 */
export class AppFiles {
  readonly #build: Build;
  readonly #scope: URL;
  readonly #caches: CacheStorage;
  readonly #fetch: typeof fetch;

  /** @param scope The app's folder, ending in a slash. */
  constructor(build: Build, scope: string, storage = caches, fetchFile: typeof fetch = (...call) => fetch(...call)) {
    this.#build = build;
    this.#scope = new URL(scope);
    this.#caches = storage;
    this.#fetch = fetchFile;
  }

  /** Stores every file of the build. @throws Error when one cannot be fetched or is not the one that was built. */
  async store(): Promise<void> {
    const cache = await this.#caches.open(this.#cacheName);
    await Promise.all(
      entriesOf(this.#build.files).map(async ([file, sha256]) => {
        const response = await this.#fetch(this.#urlOf(file), { cache: 'no-cache' });
        if (!response.ok) throw new Error(`${file}: HTTP ${response.status}`);
        const bytes = await response.arrayBuffer();
        if ((await hexDigest(bytes)) !== sha256) throw new Error(`${file} is not the file that was built`);
        await cache.put(this.#urlOf(file), this.#secure(response, bytes));
      }),
    );
  }

  /** Removes all versions but this one and the one before it, whose pages may still be open in other tabs. */
  async dropOldVersions(): Promise<void> {
    const others = await this.#otherVersions();
    await Promise.all(others.slice(0, -1).map((name) => this.#caches.delete(name)));
  }

  /**
   * The app only ever gets its own files, so a page of it gets nothing else: no request carries anything out, not even to
   * the host. Addresses that a person visits are the browser's business.
   */
  decide({ url, method, mode }: Pick<Request, 'url' | 'method' | 'mode'>): Decision {
    const { origin, pathname, search } = new URL(url);
    const isBelow = origin === this.#scope.origin && pathname.startsWith(this.#scope.pathname);
    const path = pathname.slice(this.#scope.pathname.length) || PAGE;
    const isPlain = isBelow && method === 'GET' && search === '';
    if (mode === 'navigate') return isBelow && method === 'GET' && path === PAGE ? { file: PAGE } : 'network';
    if (isPlain && (path.startsWith(CODE) || lookUp(this.#build.files, path) !== undefined)) return { file: path };
    return isPlain && path.startsWith(ASSETS) ? 'network' : 'refuse';
  }

  /** A file as it was stored, or from the network if the browser has dropped it. */
  async read(file: string): Promise<Response> {
    const url = this.#urlOf(file);
    for (const name of [this.#cacheName, ...(await this.#otherVersions())]) {
      const stored = await (await this.#caches.open(name)).match(url);
      if (stored) return stored;
    }
    const response = await this.#fetch(url);
    return response.ok ? this.#secure(response, response.body) : response;
  }

  async #otherVersions(): Promise<string[]> {
    const names = await this.#caches.keys();
    return names.filter((name) => name.startsWith(CACHE_PREFIX) && name !== this.#cacheName);
  }

  get #cacheName(): string {
    return CACHE_PREFIX + this.#build.version;
  }

  #urlOf(file: string): string {
    return new URL(file, this.#scope).href;
  }

  #secure({ headers }: Response, body: BodyInit | null): Response {
    const type = headers.get('Content-Type') ?? 'application/octet-stream';
    return new Response(body, { headers: [...entriesOf(this.#build.headers), ['Content-Type', type]] });
  }
}

async function hexDigest(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
