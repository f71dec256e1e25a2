/** A visit in WebKitGTK's small browser, by W3C WebDriver over plain HTTP: no package drives it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';

/** WebDriver's name of a reference to an element. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const SCRIPT_MS = 60_000;

interface Programs {
  readonly driver: string;
  readonly xvfb: string;
}

export class WebKitVisit {
  readonly #processes: readonly ChildProcess[];
  readonly #session: string;

  private constructor(processes: readonly ChildProcess[], session: string) {
    this.#processes = processes;
    this.#session = session;
  }

  /** An empty profile, which is gone when the visit ends. */
  static async open({ driver: program, xvfb }: Programs, port: number): Promise<WebKitVisit> {
    const screen = spawn(xvfb, ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const processes = [screen];
    try {
      const display = await numberOf(screen);
      const driver = spawn(program, [`--port=${port}`], {
        stdio: 'ignore',
        // There is no desktop: without these GTK waits for its services.
        env: { ...process.env, DISPLAY: display, DBUS_SESSION_BUS_ADDRESS: 'disabled:', NO_AT_BRIDGE: '1' },
      });
      processes.push(driver);
      const url = `http://127.0.0.1:${port}`;
      await untilAnswered(`${url}/status`, driver);
      const { sessionId } = await call<{ sessionId: string }>('POST', `${url}/session`, { capabilities: {} });
      const visit = new WebKitVisit(processes, `${url}/session/${sessionId}`);
      await visit.#call('POST', '/timeouts', { script: SCRIPT_MS, pageLoad: SCRIPT_MS });
      await visit.#call('POST', '/window/rect', { x: 0, y: 0, width: 1440, height: 960 });
      return visit;
    } catch (thrown) {
      for (const each of processes) each.kill();
      throw thrown;
    }
  }

  async close(): Promise<void> {
    await this.#call('DELETE', '').catch(() => {});
    for (const each of [...this.#processes].reverse()) {
      const ended = once(each, 'exit');
      if (each.exitCode === null && each.kill()) await ended;
    }
  }

  async goto(url: string): Promise<void> {
    await this.#call('POST', '/url', { url });
  }

  async reload(): Promise<void> {
    await this.#call('POST', '/refresh');
  }

  async evaluate<R, A = undefined>(work: (argument: A) => R | Promise<R>, ...argument: A[]): Promise<R> {
    const script = `const done = arguments[1];
      Promise.resolve((${work})(arguments[0])).then((value) => done({ value }), (thrown) => done({ thrown: String(thrown) }));`;
    const args = [argument[0] ?? null];
    const { value, thrown } = await this.#call<{ value: R; thrown?: string }>('POST', '/execute/async', {
      script,
      args,
    });
    if (thrown !== undefined) throw new Error(thrown);
    return value;
  }

  /** Gives files to an input, as its chooser would. */
  async chooseFiles(label: string, paths: readonly string[]): Promise<void> {
    const id = await this.#find(`//input[@type="file"][@aria-label="${label}"]`);
    await this.#call('POST', `/element/${id}/value`, { text: paths.join('\n') });
  }

  /** A click of the mouse on what that XPath leads to. @throws Error where there is nothing, or nothing to be clicked. */
  async click(xpath: string): Promise<void> {
    await this.#call('POST', `/element/${await this.#find(xpath)}/click`);
  }

  async press(key: string): Promise<void> {
    const actions = [
      { type: 'keyDown', value: key },
      { type: 'keyUp', value: key },
    ];
    await this.#call('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  async screenshot(): Promise<Buffer> {
    return Buffer.from(await this.#call<string>('GET', '/screenshot'), 'base64');
  }

  async #find(xpath: string): Promise<string> {
    const found = await this.#call<Record<string, string>>('POST', '/element', { using: 'xpath', value: xpath });
    return found[ELEMENT] ?? '';
  }

  #call<T>(method: string, path: string, body?: object): Promise<T> {
    return call(method, this.#session + path, body);
  }
}

async function call<T>(method: string, url: string, body: object = {}): Promise<T> {
  const response = await fetch(url, { method, ...(method === 'POST' && { body: JSON.stringify(body) }) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${new URL(url).pathname}: ${value?.error}: ${value?.message}`);
  return value;
}

/** The display that an X server has taken, which it writes to its fourth channel when it is ready. */
async function numberOf(screen: ChildProcess): Promise<string> {
  const ended = once(screen, 'exit').then(() => {
    throw new Error('Xvfb ended at once.');
  });
  const [written] = await Promise.race([once(screen.stdio[3] as Readable, 'data'), ended]);
  return `:${String(written).trim()}`;
}

async function untilAnswered(url: string, driver: ChildProcess): Promise<void> {
  for (const end = Date.now() + 15_000; ; await wait(50)) {
    if (driver.exitCode !== null) throw new Error('WebKitWebDriver ended at once.');
    if (
      await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    if (Date.now() > end) throw new Error('WebKitWebDriver does not answer.');
  }
}
