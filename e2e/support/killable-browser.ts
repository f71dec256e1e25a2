import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type BrowserContext, chromium } from '@playwright/test';
import { browserArguments, findBrowser } from '../../scripts/setup/find-browser.mjs';

/** Milliseconds. A profile whose browser was killed takes its time to be opened on a busy machine. */
const START_TIMEOUT = 120_000;

export interface KillableBrowser {
  readonly context: BrowserContext;
  /** SIGKILL to the browser and all its processes, as when the power of the machine or its memory ends. */
  kill(): Promise<void>;
}

/** A browser of our own on a profile that outlives it. Playwright's own way to end one is too gentle. */
export async function startKillableBrowser(profile: string): Promise<KillableBrowser> {
  const args = [
    ...browserArguments(),
    '--headless=new',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--window-size=1440,900',
    '--disable-gpu',
  ];
  const program = spawn(findBrowser() ?? chromium.executablePath(), args, {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    program.stderr.on('data', (piece) => {
      said += piece;
      const found = /ws:\/\/\S+/.exec(said)?.[0];
      if (found) resolve(found);
    });
    program.on('exit', () => reject(new Error(`The browser did not start: ${said}`)));
  });
  const browser = await chromium.connectOverCDP(address, { timeout: START_TIMEOUT });
  const [context] = browser.contexts();
  if (!context) throw new Error('The browser has no window.');
  return {
    context,
    async kill() {
      const ended = once(program, 'exit');
      if (program.pid) process.kill(-program.pid, 'SIGKILL');
      await ended;
    },
  };
}
