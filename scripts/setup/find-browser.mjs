/**
 * The browser for the end-to-end tests: a Chromium already on the machine, Playwright's own, or, for root on Debian,
 * the system's package.
 */
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { installDebianPackages, mayInstallPackages } from './debian-packages.mjs';
import { runCommand } from './run-command.mjs';
import { whichProgram } from './which-program.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** @returns {string | undefined} The path of a Chromium that is there, without installing anything. */
export function findBrowser() {
  const named = process.env.GRAMSCOPE_CHROMIUM;
  if (named) return named;
  const candidates = [...NAMES.map(whichProgram), ...PLACES, chromium.executablePath()];
  return candidates.find((candidate) => candidate && existsSync(candidate));
}

/** Arguments every run needs: Chromium's sandbox does not work for root. */
export function browserArguments() {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/** @returns {Promise<string>} The path of a Chromium, installed if need be. */
export async function ensureBrowser() {
  const found = findBrowser() ?? (await installPlaywrightBrowser()) ?? (await installDebianBrowser());
  if (found) return found;
  console.error('No Chromium was found, and none could be installed. Install Chrome or Chromium and try again.');
  process.exit(1);
}

async function installPlaywrightBrowser() {
  await runCommand('npx', ['playwright', 'install', 'chromium']);
  return findBrowser();
}

async function installDebianBrowser() {
  if (!mayInstallPackages()) return undefined;
  await installDebianPackages(['chromium']);
  return findBrowser();
}
