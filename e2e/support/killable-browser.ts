import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { type BrowserContext, chromium } from '@playwright/test';
import { browserArguments, findBrowser } from '../../scripts/setup/find-browser.mjs';

/** A browser that was killed while it wrote its own profile sometimes ends at its next start, and not at the one after. */
const MOST_STARTS = 3;

export interface KillableBrowser {
  readonly context: BrowserContext;
  /** SIGKILL to the browser and all its processes, as when the power of the machine or its memory ends. */
  kill(): Promise<void>;
}

/** A browser of our own on a profile that outlives it. Playwright's own way to end one is too gentle. */
export async function startKillableBrowser(profile: string): Promise<KillableBrowser> {
  for (let start = 1; ; start++) {
    const program = spawnBrowser(profile);
    const ended = once(program, 'exit');
    try {
      return { context: await connect(program), kill: () => kill(program, ended) };
    } catch (thrown) {
      await kill(program, ended);
      if (start === MOST_STARTS) throw thrown;
      console.log(`The browser is started again: ${thrown}`);
    }
  }
}

function spawnBrowser(profile: string): ChildProcessByStdio<null, null, Readable> {
  const args = [
    ...browserArguments(),
    '--headless=new',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--window-size=1440,900',
    '--disable-gpu',
  ];
  return spawn(findBrowser() ?? chromium.executablePath(), args, {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** @throws Error with what the browser said when it ends before it has a window. */
async function connect(program: ChildProcessByStdio<null, null, Readable>): Promise<BrowserContext> {
  let said = '';
  const ends = new Promise<never>((_, reject) => {
    program.on('exit', () => reject(new Error(`The browser did not start: ${said}`)));
  });
  const address = new Promise<string>((resolve) => {
    program.stderr.on('data', (piece) => {
      said += piece;
      const found = /ws:\/\/\S+/.exec(said)?.[0];
      if (found) resolve(found);
    });
  });
  const browser = await Promise.race([ends, address.then((at) => chromium.connectOverCDP(at))]);
  const [context] = browser.contexts();
  if (!context) throw new Error('The browser has no window.');
  return context;
}

/** Its processes are a group of their own. */
async function kill({ pid, exitCode, signalCode }: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (pid && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
  await ended;
}
