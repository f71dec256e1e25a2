/** Files of the weights that were loaded before. Whoever reads one checks it. */
export interface WeightsCache {
  read(url: URL): Promise<ArrayBuffer | undefined>;
  /** Keeps a file if there is room. */
  put(url: URL, bytes: ArrayBuffer): Promise<void>;
  /** Removes all other files: those of weights that have been replaced. */
  keepOnly(urls: readonly URL[]): Promise<void>;
}

const CACHE_NAME = 'gramscope-weights';

/** The browser's cache, or one that keeps nothing where the browser has none: over plain HTTP from another machine. */
export async function openWeightsCache(): Promise<WeightsCache> {
  const cache = await globalThis.caches?.open(CACHE_NAME).catch(onRefusal);
  return cache ? keepIn(cache) : NO_CACHE;
}

/** What a browser throws whose cache is closed to the page, full or damaged: the weights come from the network then. */
function onRefusal(thrown: unknown): undefined {
  if (!(thrown instanceof DOMException || thrown instanceof TypeError)) throw thrown;
}

const NO_CACHE: WeightsCache = {
  read: () => Promise.resolve(undefined),
  put: () => Promise.resolve(),
  keepOnly: () => Promise.resolve(),
};

function keepIn(cache: Cache): WeightsCache {
  return {
    async read(url) {
      const response = await cache.match(url).catch(onRefusal);
      return response?.arrayBuffer().catch(onRefusal);
    },
    async put(url, bytes) {
      // A full disk costs the work without a network, nothing else.
      await cache.put(url, new Response(bytes)).catch(onRefusal);
    },
    async keepOnly(urls) {
      const wanted = new Set(urls.map(({ href }) => href));
      const kept = (await cache.keys().catch(onRefusal)) ?? [];
      await Promise.all(kept.filter(({ url }) => !wanted.has(url)).map((request) => cache.delete(request)));
    },
  };
}
