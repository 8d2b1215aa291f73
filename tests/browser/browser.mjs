// A browser for tests and measurements: Chromium without a network; one of it for a file of tests, a profile of its own for each
// page. Nothing waits without an end, and whatever a test does, its page and at last the browser are closed.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const scratch = mkdtempSync(join(tmpdir(), 'corridor-browser-'));
const require = createRequire(join(process.env.MODULES, 'package.json'));
const { chromium } = require('playwright-core');
const axe = readFileSync(join(process.env.MODULES, 'axe-core/axe.min.js'), 'utf8');

const flags = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const patience = 30_000; // [ms] for one step in the browser; a machine under load is slow
let browser = null;
/** Ends the browser and removes what was written. */
export async function clean() {
  await browser?.close();
  rmSync(scratch, { recursive: true, force: true });
}

/** Opens a file, hands it to `use`, and closes it; fails where the page complained or asked for anything. */
export async function visit(file, options, use) {
  const { width = 1440, height = 900, dark = false, still = false } = options;
  browser ??= await chromium.launch({ executablePath: process.env.CHROMIUM, args: flags, timeout: patience });
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light', reducedMotion: still ? 'reduce' : 'no-preference', offline: true });
  try {
    context.setDefaultTimeout(patience);
    const page = await context.newPage();
    const complaints = [], address = pathToFileURL(file).href;
    page.on('console', m => ['error', 'warning'].includes(m.type()) && complaints.push(`${m.type()}: ${m.text()}`));
    page.on('pageerror', e => complaints.push(`error: ${e.stack ?? e}`));
    page.on('dialog', d => {
      complaints.push(`a dialog: ${d.message()}`);
      d.dismiss();
    });
    page.on('request', r => r.url() !== address && !/^(data|blob):/.test(r.url()) && complaints.push(`asks for ${r.url()}`));
    await page.goto(address);
    await page.waitForSelector('html[data-ready=yes]', { state: 'attached' });
    await use(page);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

/** Runs the program; what it prints. */
export const program = (...args) => execFileSync(process.env.CORRIDOR, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], timeout: 600_000, maxBuffer: 1 << 28 });
/** Runs the program; the results folder. */
export function results(name, ...args) {
  const out = join(scratch, name);
  program(...args, '--out', out, '--quiet');
  return out;
}
export const summaryOf = folder => JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8'));

/** Draws what has not come into sight yet: as if the page were printed. */
export const drawAll = page => page.evaluate(() => ['beforeprint', 'afterprint'].forEach(e => dispatchEvent(new Event(e))));
/** What the layers of a map show, as text, once what was asked for is painted: the land below, then what moves on it. */
export const picture = (page, id = 'map-drawing') => page.evaluate(async box => {
  await new Promise(painted => requestAnimationFrame(() => requestAnimationFrame(painted)));
  const land = document.querySelector(`#${box}`).parentElement.querySelector('svg.land');
  return [land.outerHTML, ...[...document.querySelectorAll(`#${box} canvas`)].map(c => c.toDataURL())].join('\n');
}, id);
/** The land lies where the drawing above it has the same kilometres, and fills it. */
export async function landIsThere(page, id = 'map-drawing') {
  const { seen, home, length } = await page.evaluate(box => {
    const land = document.querySelector(`#${box}`).parentElement.querySelector('svg.land'), frame = land.getBoundingClientRect();
    const over = path => {
      const r = path.getBoundingClientRect();
      return r.width > 0 && r.left < frame.right && r.right > frame.left && r.top < frame.bottom && r.bottom > frame.top;
    };
    return { seen: over(land.querySelector('.abroad')), home: over(land.querySelector('.home')), length: land.querySelector('.abroad').getAttribute('d').length };
  }, id);
  assert.ok(length > 50_000, 'the land has no outline');
  assert.ok(seen, 'no land in sight');
  return home;
}
/** The shapes of a chart, in an order that does not depend on what was drawn before. */
export const shapes = (page, id) => page.$$eval(`#${id} svg path`, all => all.map(p => p.outerHTML.replace(/(id|class|clip-path)="[^"]*"/g, '')).sort().join('\n'));
/** The charts of a page: what they say and whether they are drawn. */
export const chartsOf = page => page.$$eval('.chart', all => all.map(c => ({
  id: c.id, drawn: c.dataset.drawn, shapes: c.querySelectorAll('.drawing svg path, .drawing svg text').length, title: c.querySelector('h3').textContent,
  label: c.querySelector('.drawing').getAttribute('aria-label'), empty: c.querySelector('.empty')?.textContent,
})));
/** Every chart is drawn, or says why it is empty; those that are empty. */
export async function emptyCharts(page) {
  await drawAll(page);
  const charts = await chartsOf(page);
  assert.ok(charts.length > 0, 'no chart at all');
  for (const c of charts) {
    assert.ok(c.title.length > 8, `${c.id} has no title`);
    if (c.drawn === 'chart') {
      assert.ok(c.shapes > 5, `${c.id} has ${c.shapes} shapes`);
      assert.ok(c.label?.startsWith(c.title), `${c.id} has no text alternative`);
    } else {
      assert.equal(c.drawn, 'empty', `${c.id} was not drawn`);
      assert.ok(c.empty?.length > 20, `${c.id} does not say why it is empty`);
    }
  }
  return charts.filter(c => c.drawn !== 'chart').map(c => c.id);
}
export async function fitsTheScreen(page) {
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, 'the page scrolls sideways');
}
/** What axe finds that keeps people out, everything unfolded; of long tables the first rows, since all are alike. */
export async function serious(page, colorScheme = 'light') {
  await page.emulateMedia({ colorScheme });
  await drawAll(page);
  await page.evaluate(async () => {
    document.querySelectorAll('details').forEach(d => (d.open = true));
    await new Promise(filled => setTimeout(filled, 50)); // a table is made when it is unfolded
    document.querySelectorAll('tbody').forEach(body => [...body.rows].slice(12).forEach(row => row.remove()));
  });
  if (!await page.evaluate(() => 'axe' in window)) await page.addScriptTag({ content: axe });
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  return found.violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' || ')}`);
}

/** The made-up country of the tests, as options of the program. */
export const toy = ['--data', join(root, 'tests/data/toy')];

const sizes = [[1440, 900], [390, 844]];
/** A page fits a desk and a phone. With CORRIDOR_PICTURES set, pictures of both, light and dark, for people to look at. */
export async function fitsDeskAndPhone(name, file) {
  const wanted = Boolean(process.env.CORRIDOR_PICTURES);
  if (wanted) mkdirSync(process.env.PICTURES, { recursive: true });
  for (const [width, height] of sizes) {
    await visit(file, { width, height }, async page => {
      await drawAll(page);
      await fitsTheScreen(page);
      for (const colorScheme of wanted ? ['light', 'dark'] : []) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: join(process.env.PICTURES, `${name}-${width}x${height}-${colorScheme}.png`), fullPage: true });
      }
    });
  }
}
