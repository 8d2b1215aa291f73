// A browser for the tests: Chromium without a network, with a profile of its own; what it complains of is kept.
import { createRequire } from 'node:module';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const scratch = mkdtempSync(join(tmpdir(), 'corridor-browser-'));
const require = createRequire(join(process.env.MODULES, 'package.json'));
const { chromium } = require('playwright-core');
export const axe = readFileSync(join(process.env.MODULES, 'axe-core/axe.min.js'), 'utf8');

const flags = ['--no-sandbox', '--headless', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** A browser, and a page in it that shows a file; `complaints` fills with console errors and requests. */
export async function open(file, { width = 1440, height = 900, dark = false, still = false } = {}) {
  const context = await chromium.launchPersistentContext(mkdtempSync(join(scratch, 'profile-')), {
    executablePath: process.env.CHROMIUM, args: flags, viewport: { width, height }, colorScheme: dark ? 'dark' : 'light',
    reducedMotion: still ? 'reduce' : 'no-preference', offline: true, acceptDownloads: true,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const complaints = [];
  page.on('console', m => ['error', 'warning'].includes(m.type()) && complaints.push(`${m.type()}: ${m.text()}`));
  page.on('pageerror', e => complaints.push(`error: ${e.stack ?? e}`));
  page.on('dialog', d => {
    complaints.push(`a dialog: ${d.message()}`);
    d.dismiss();
  });
  const address = pathToFileURL(file).href;
  page.on('request', r => r.url() !== address && !/^(data|blob):/.test(r.url()) && complaints.push(`asks for ${r.url()}`));
  await page.goto(address);
  await page.waitForSelector('html[data-ready=yes]', { state: 'attached', timeout: 60_000 });
  return { page, complaints, close: () => context.close() };
}

/** Runs the program. */
export const program = (...args) => execFileSync(process.env.CORRIDOR, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], timeout: 600_000 });
/** Runs the program; the results folder. */
export function results(name, ...args) {
  const out = join(scratch, name);
  execFileSync(process.env.CORRIDOR, [...args, '--out', out, '--quiet'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], timeout: 600_000 });
  return out;
}
export const summaryOf = folder => JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8'));
export const clean = () => rmSync(scratch, { recursive: true, force: true });
/** What the canvas of the map shows, as text. */
export const picture = page => page.$eval('#map-drawing canvas', c => c.toDataURL());
export async function drawAll(page) {
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
}
