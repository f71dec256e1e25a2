import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { dictionaryOf } from '../base/dictionary.ts';
import { AppFiles, type Build } from './app-files.ts';

const SCOPE = 'http://localhost/app/';
const HEADERS = dictionaryOf([['Cross-Origin-Opener-Policy', 'same-origin']]);

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Cache Storage as far as it is used here. */
class FakeCaches {
  readonly stored = new Map<string, Map<string, Response>>();

  async open(name: string) {
    const files = this.stored.get(name) ?? new Map<string, Response>();
    this.stored.set(name, files);
    return {
      match: async (url: string) => files.get(url)?.clone(),
      put: async (url: string, response: Response) => void files.set(url, response),
    };
  }

  async keys() {
    return [...this.stored.keys()];
  }

  async delete(name: string) {
    return this.stored.delete(name);
  }
}

let caches: FakeCaches;
let server: Record<string, string>;

beforeEach(() => {
  caches = new FakeCaches();
  server = { 'index.html': '<!doctype html>', 'code/a-1.js': 'one' };
});

function makeFiles(files = server, version = 'v1'): AppFiles {
  const hashes = Object.entries(files).map(([file, text]) => [file, sha256(text)] as const);
  const build: Build = { files: dictionaryOf(hashes), headers: HEADERS, version };
  const fetchFile = async (url: RequestInfo | URL) => {
    const text = server[String(url).slice(SCOPE.length)];
    return new Response(text ?? '', { status: text === undefined ? 404 : 200, headers: { 'Content-Type': 'text/x' } });
  };
  return new AppFiles(build, SCOPE, caches as unknown as CacheStorage, fetchFile);
}

describe('AppFiles', () => {
  it('stores every file and answers without the network, with the headers', async () => {
    const files = makeFiles();
    await files.store();
    server = {};
    const response = await files.read('code/a-1.js');
    expect(await response.text()).toBe('one');
    expect(Object.fromEntries(response.headers)).toEqual({
      'content-type': 'text/x',
      'cross-origin-opener-policy': 'same-origin',
    });
  });

  it('refuses a build that comes with another file, or lacks one', async () => {
    const files = makeFiles({ ...server });
    server['code/a-1.js'] = 'another';
    await expect(files.store()).rejects.toThrow('code/a-1.js is not the file that was built');
    delete server['code/a-1.js'];
    await expect(files.store()).rejects.toThrow('HTTP 404');
  });

  it('fetches a file that the browser has dropped', async () => {
    expect(await (await makeFiles().read('code/a-1.js')).text()).toBe('one');
  });

  it('keeps the version before, whose pages may be open, and no older one', async () => {
    const older = ['v1', 'v2'];
    for (const version of older) {
      server[`code/${version}.js`] = version;
      await makeFiles({ [`code/${version}.js`]: version }, version).store();
    }
    const newest = makeFiles({ 'index.html': server['index.html'] ?? '' }, 'v3');
    await newest.store();
    await newest.dropOldVersions();
    server = {};
    expect(await (await newest.read('code/v2.js')).text()).toBe('v2');
    expect((await newest.read('code/v1.js')).status).toBe(404);
    expect(await caches.keys()).toEqual(['gramscope-app-v2', 'gramscope-app-v3']);
  });

  const own = (path: string, change: Partial<Request> = {}) =>
    makeFiles().decide({ url: SCOPE + path, method: 'GET', mode: 'cors', ...change });

  it('answers its own files, those of other versions too, and the page at its folder', () => {
    expect(own('code/a-1.js')).toEqual({ file: 'code/a-1.js' });
    expect(own('code/former-9.js')).toEqual({ file: 'code/former-9.js' });
    expect(own('', { mode: 'navigate' })).toEqual({ file: 'index.html' });
    expect(own('index.html', { mode: 'navigate' })).toEqual({ file: 'index.html' });
  });

  it('leaves weights, the sample and visits to other addresses to the network', () => {
    expect(own('assets/vgg19/manifest.json')).toBe('network');
    expect(own('another-app/', { mode: 'navigate' })).toBe('network');
  });

  it.each([
    ['a body', () => own('index.html', { method: 'POST' })],
    ['a query', () => own('index.html?image=1')],
    ['a query to the weights', () => own('assets/vgg19/manifest.json?image=1')],
    ['an unknown path', () => own('image-1')],
    ['a path that every object knows', () => own('constructor')],
    ['another folder of the host', () => own('../other/x')],
    ['another host', () => makeFiles().decide({ url: 'http://elsewhere/app/', method: 'GET', mode: 'no-cors' })],
  ])('refuses requests with %s', (_what, decide) => expect(decide()).toBe('refuse'));
});
