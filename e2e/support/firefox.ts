/** A visit in Firefox, driven over WebDriver BiDi, since Playwright cannot drive a Firefox that it did not build. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from '@playwright/test';
import puppeteer, { type Browser, type ElementHandle, type Page } from 'puppeteer-core';

const SELECTORS = {
  button: 'button',
  link: 'a[href]',
  menuitem: '[role="menuitem"]',
  radio: '[role="radio"]',
} as const;

type Role = keyof typeof SELECTORS;

/** A file of a folder that is dropped. */
interface DroppedFile {
  /** Below the folder, '/' between the parts. */
  readonly path: string;
  /** Place among the files that were given to the page. */
  readonly at: number;
}

export class FirefoxVisit {
  readonly url: string;
  /** Faults that no code of the page has caught. */
  readonly errors: string[] = [];
  readonly #program: string;
  readonly #profile: string;
  readonly #downloads: string;
  #browser: Browser;
  #page: Page;

  private constructor(url: string, program: string, folders: { profile: string; downloads: string }, opened: Opened) {
    this.url = url;
    this.#program = program;
    this.#profile = folders.profile;
    this.#downloads = folders.downloads;
    this.#browser = opened.browser;
    this.#page = opened.page;
    this.#listen();
  }

  /** A first visit: an empty profile, and no permission given before. */
  static async open(program: string, url: string): Promise<FirefoxVisit> {
    const profile = await mkdtemp(path.join(tmpdir(), 'gramscope-firefox-'));
    const downloads = await mkdtemp(path.join(tmpdir(), 'gramscope-downloads-'));
    const opened = await launch(program, profile, downloads);
    const visit = new FirefoxVisit(url, program, { profile, downloads }, opened);
    await visit.page.goto(url);
    return visit;
  }

  get page(): Page {
    return this.#page;
  }

  /** Quits Firefox and starts it again with the same profile. */
  async restart(): Promise<void> {
    await this.#browser.close();
    const { browser, page } = await launch(this.#program, this.#profile, this.#downloads);
    this.#browser = browser;
    this.#page = page;
    this.#listen();
    await page.goto(this.url);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await rm(this.#profile, { recursive: true, force: true });
    await rm(this.#downloads, { recursive: true, force: true });
  }

  /** Does something in another tab, which is closed afterwards. */
  async inAnotherTab(url: string, work: (page: Page) => Promise<void>): Promise<void> {
    const first = this.#page;
    const other = await this.#browser.newPage();
    await other.goto(url);
    await work(other);
    await other.close();
    await first.bringToFront();
  }

  /**
   * A click of the mouse, once there is such a thing, it stays where it is, and nothing lies above it; again, if it was
   * missed. Names are looked up by the page: Firefox' own search for them goes through its tree of accessible objects, which
   * takes seconds, and on a busy machine longer than any patience.
   */
  async click(role: Role, name: string): Promise<void> {
    for (;;) {
      const found = await this.#page.waitForFunction(
        clickable,
        { polling: 50, timeout: 60_000 },
        SELECTORS[role],
        name,
      );
      await (found.asElement() as ElementHandle<Element>).click();
      // A page that has gone with the click, or come in its place, has been clicked.
      const isMissed = await this.#page.evaluate(() => document.body.dataset.pressed === 'no').catch(() => false);
      if (!isMissed) return;
    }
  }

  /** Replaces what stands in a field. */
  async fill(label: string, text: string): Promise<void> {
    const ofLabel = `//input[@id = //label[normalize-space() = "${label}"]/@for]`;
    const field = await this.#page.waitForSelector(`::-p-xpath(${ofLabel})`);
    await field?.click();
    await field?.evaluate((input) => (input as HTMLInputElement).select());
    await this.#page.keyboard.type(text);
  }

  /**
   * Clicks a button as soon as it can be clicked, from within the page: a run of a few patches is over within a second, and
   * a mouse comes late.
   */
  async press(name: string): Promise<void> {
    const pressed = await this.#page.evaluate(async (wanted: string) => {
      const end = Date.now() + 60_000;
      while (Date.now() < end) {
        const all = [...document.querySelectorAll('button')];
        const button = all.find((it) => !it.disabled && (it.innerText.trim() === wanted || it.ariaLabel === wanted));
        button?.click();
        if (button) return true;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return false;
    }, name);
    expect(pressed, name).toBe(true);
  }

  evaluate<R, A>(work: (argument: A) => R | Promise<R>, argument: A): Promise<R> {
    return this.#page.evaluate(work as (given: unknown) => R | Promise<R>, argument) as Promise<R>;
  }

  says(words: string): Promise<boolean> {
    return this.#page.evaluate((wanted) => document.body.innerText.includes(wanted), words);
  }

  async saysLike(words: RegExp): Promise<boolean> {
    return words.test(await this.#page.evaluate(() => document.body.innerText));
  }

  /** Gives files to an input, as its chooser would. */
  async chooseFiles(label: string, paths: readonly string[]): Promise<void> {
    const input = await this.#page.waitForSelector(`input[aria-label="${label}"]`);
    await (input as unknown as { uploadFile(...paths: string[]): Promise<void> }).uploadFile(...paths);
  }

  /** Waits for a download to be whole, and takes it away. */
  async download(name: string): Promise<Buffer> {
    await expect.poll(() => readdir(this.#downloads), { timeout: 30_000 }).toEqual([name]);
    const file = path.join(this.#downloads, name);
    const content = await readFile(file);
    await rm(file);
    return content;
  }

  /** What is no file, as its drop looks to the page. */
  async dropText(type: string, text: string): Promise<void> {
    await this.#page.evaluate(
      (kind, words) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.setData(kind, words);
        document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
      },
      type,
      text,
    );
  }

  /**
   * A folder, as its drop looks to the page: Firefox' own files of the disk, in entries that are made up, since no script
   * can make true ones and no driver of Firefox drags from another program.
   */
  async dropFolder(folder: string): Promise<void> {
    const found = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = found.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
    await this.#page.evaluate(() => {
      const input = document.createElement('input');
      Object.assign(input, { type: 'file', multiple: true, hidden: true, ariaLabel: 'Files that are dropped' });
      document.body.append(input);
    });
    await this.chooseFiles('Files that are dropped', files);
    const dropped = files.map((file, at) => ({ path: path.relative(folder, file).replaceAll('\\', '/'), at }));
    await this.#page.evaluate(dropEntries, path.basename(folder), dropped);
  }

  #listen(): void {
    this.#page.on('pageerror', (error) => this.errors.push(String(error)));
  }
}

interface Opened {
  readonly browser: Browser;
  readonly page: Page;
}

async function launch(program: string, profile: string, downloads: string): Promise<Opened> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: program,
    userDataDir: profile,
    defaultViewport: { width: 1440, height: 900 },
    extraPrefsFirefox: {
      'browser.download.dir': downloads,
      'browser.download.folderList': 2,
      // The panel of downloads would open by itself some moment later, and take the focus from a menu, which closes with it.
      'browser.download.alwaysOpenPanel': false,
    },
  });
  return { browser, page: await browser.newPage() };
}

/** Runs in the page, again and again: the element of this name, when it can be clicked and has not moved since the last call. */
function clickable(selector: string, name: string): Element | undefined {
  const nameOf = (element: Element) => {
    const [labelId] = element.getAttribute('aria-labelledby')?.split(' ') ?? [];
    const label = labelId === undefined ? null : document.getElementById(labelId);
    return element.ariaLabel ?? (label ?? (element as HTMLElement)).innerText.trim();
  };
  const isOnTop = (element: Element) => {
    element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    const { x, y, width, height } = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint(x + width / 2, y + height / 2));
  };
  const found = [...document.querySelectorAll(selector)].find(
    (element) => nameOf(element) === name && !element.matches(':disabled, [data-disabled]') && isOnTop(element),
  );
  if (!found) return undefined;
  const { x, y } = found.getBoundingClientRect();
  const hasMoved = document.body.dataset.lastPlace !== `${x} ${y}`;
  document.body.dataset.lastPlace = `${x} ${y}`;
  if (hasMoved) return undefined;
  // It may move in the moment between: whether the mouse has met it is looked at afterwards.
  document.body.dataset.pressed = 'no';
  const press = () => {
    document.body.dataset.pressed = 'yes';
  };
  found.addEventListener('pointerdown', press, { once: true, capture: true });
  return found;
}

/** Runs in the page. Takes the files from the input that holds them, and drops the folder that they lie in. */
function dropEntries(name: string, dropped: readonly DroppedFile[]): void {
  const input = document.querySelector<HTMLInputElement>('input[aria-label="Files that are dropped"]');
  const files = [...(input?.files ?? [])];
  input?.remove();
  const folderOf = (folder: string, inside: readonly DroppedFile[]): object => {
    const names = [...new Set(inside.map(({ path: of }) => of.split('/')[0] ?? ''))];
    const children = names.map((child) => {
      const leaf = inside.find(({ path: of }) => of === child);
      if (leaf) return fileOf(child, leaf.at);
      const below = inside.filter(({ path: of }) => of.startsWith(`${child}/`));
      return folderOf(
        child,
        below.map(({ path: of, at }) => ({ path: of.slice(child.length + 1), at })),
      );
    });
    // A reader gives at most 100 entries at a time, and none in the end.
    const createReader = () => {
      let next = 0;
      return {
        readEntries: (resolve: (entries: object[]) => void) => {
          const batch = children.slice(next, next + 100);
          next += 100;
          setTimeout(() => resolve(batch));
        },
      };
    };
    return { isDirectory: true, isFile: false, name: folder, createReader };
  };
  const fileOf = (child: string, at: number) => ({
    isDirectory: false,
    isFile: true,
    name: child,
    file: (resolve: (file: File | undefined) => void) => setTimeout(() => resolve(files[at])),
  });
  const item = { kind: 'file', type: '', webkitGetAsEntry: () => folderOf(name, dropped), getAsFile: () => null };
  const dataTransfer = { items: [item], types: ['Files'], files: [], getData: () => '' };
  const event = new DragEvent('drop', { bubbles: true, cancelable: true });
  Object.defineProperty(event, 'dataTransfer', { value: dataTransfer });
  document.body.dispatchEvent(event);
}
