import { preview } from 'vite';

/**
 * Serves the built app on localhost, with the headers of vite.config.ts.
 * @param {{ port: number, strictPort?: boolean, outDir?: string, withAssets?: boolean }} options `withAssets: false` hides
 * the weights and the sample, as on a machine where none were found.
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 */
export async function serveApp({ port, strictPort = false, outDir = 'dist', withAssets = true }) {
  const server = await preview({
    logLevel: 'error',
    build: { outDir },
    preview: { port, strictPort, host: 'localhost' },
    plugins: withAssets ? [] : [hideAssets()],
  });
  const url = server.resolvedUrls?.local[0];
  if (!url) throw new Error('The server did not tell its address.');
  return { url, close: () => server.close() };
}

/** @returns {import('vite').Plugin} */
function hideAssets() {
  return {
    name: 'hide-assets',
    configurePreviewServer({ middlewares }) {
      middlewares.use('/assets', (_request, response) => {
        response.statusCode = 404;
        response.end();
      });
    },
  };
}
