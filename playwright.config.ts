import { defineConfig } from '@playwright/test';
import { browserArguments, findBrowser } from './scripts/setup/find-browser.mjs';

const executablePath = findBrowser();

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  // VGG19 keeps every core busy: two tests at once would only wait for each other.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  // A second try where nobody watches, for what a busy machine made late; such a test is listed as flaky.
  retries: process.env.CI ? 1 : 0,
  timeout: 240_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ?? 'test-results/e2e.json' }]],
  use: {
    launchOptions: { args: browserArguments(), ...(executablePath && { executablePath }) },
    screenshot: 'only-on-failure',
  },
});
