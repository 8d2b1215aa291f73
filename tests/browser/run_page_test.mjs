// The page of a run in a browser: nothing is fetched, nothing complains, all is drawn, it can be used with the
// keyboard, its numbers are those of summary.json, and hostile names stay text.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawAll, emptyCharts, fitsTheScreen, landIsThere, fitsDeskAndPhone, picture, program, results, root, scratch, serious, shapes, summaryOf, toy, visit } from './browser.mjs';
import { project } from '../../sim/report/page/src/projection.js';
import { check } from './check.mjs';

const few = ['--replications', '2'];
const folders = {
  'base-2024': results('base-2024', 'run', join(root, 'scenarios/base-2024.yaml'), ...few),
  'ust-luga-ban': results('ust-luga-ban', 'run', join(root, 'scenarios/ust-luga-ban.yaml'), ...few),
  nothing: nothingGetsOut(),
};

/** The made-up country with every mine struck: nothing is released. */
function nothingGetsOut() {
  const file = join(scratch, 'nothing.yaml');
  writeFileSync(file, `scenario: Nothing gets out\nquestion: What does a page say that has nothing to show?\nextends: ${join(root, 'tests/data/toy-scenarios/base.yaml')}\nchanges:\n  - {flow: all, tonnes: times 0}\n`);
  return results('nothing', 'run', file, ...toy, '--replications', '1');
}

/** The page of base-2024 with what was recorded of its year and the shadow prices of its capacities. */
function beside() {
  const prices = join(scratch, 'bottlenecks.json'), page = join(scratch, 'beside.html');
  writeFileSync(prices, program('bottlenecks', join(root, 'scenarios/base-2024.yaml'), '--replications', '0', '--format', 'json', '--quiet'));
  program('report', folders['base-2024'], prices, '--out', page, '--quiet');
  return page;
}

const report = name => join(folders[name], 'report.html');
const ban = report('ust-luga-ban');

for (const name of Object.keys(folders)) {
  check(`${name}: opens without a complaint, draws every chart or says why not, fetches nothing`, () => visit(report(name), {}, async page => {
    const empty = await emptyCharts(page);
    if (name !== 'nothing') assert.deepEqual(empty, []);
    const home = await landIsThere(page);
    if (name !== 'nothing') assert.ok(home, 'the country that exports is not in sight');
    await fitsTheScreen(page);
  }));
}

check('a report made later shows recorded history and shadow prices too', async () => {
  const page_file = beside();
  await visit(page_file, {}, async page => {
    assert.deepEqual(await emptyCharts(page), []);
    for (const id of ['#recorded', '#shadow-prices']) assert.equal(await page.locator(id).count(), 1, id);
    assert.deepEqual(await serious(page), []);
  });
  await fitsDeskAndPhone('beside', page_file);
});

check('the slider changes the map, by keyboard too, and says the month', () => visit(ban, {}, async page => {
  const whole = await picture(page);
  await page.focus('#month');
  await page.keyboard.press('ArrowRight');
  const february = await picture(page);
  assert.notEqual(february, whole);
  assert.equal(await page.getAttribute('#month', 'aria-valuetext'), 'February 2025');
  await page.keyboard.press('End');
  assert.notEqual(await picture(page), february);
  assert.equal(await page.textContent('.when'), 'December 2025');
  await page.click('.whole');
  assert.equal(await picture(page), whole);
}));

check('playing runs through the months and stops at the last', () => visit(ban, {}, async page => {
  await page.selectOption('#speed', '4');
  const before = await picture(page);
  await page.click('#play');
  await page.waitForFunction(() => document.querySelector('#play').textContent === 'Play' && document.querySelector('.when').textContent.startsWith('December'));
  assert.notEqual(await picture(page), before);
}));

check('towns stand on land and ships sail on water, also in the country that lies over the date line', () => visit(ban, {}, async page => {
  const on = points => page.evaluate(all => all.map(([x, y]) => {
    const at = document.querySelector('#map .land').createSVGPoint();
    [at.x, at.y] = [x, y];
    return ['abroad', 'home'].filter(c => document.querySelector(`#map .land .${c}`).isPointInFill(at)).join();
  }), points.map(([lon, lat]) => project(lon, lat)));
  assert.deepEqual(await on([[37.6, 55.75], [82.9, 55.0], [21.0, 52.2], [27.6, 53.9], [116.4, 39.9]]), Array(5).fill('abroad'));
  assert.deepEqual(await on([[71.4, 51.2], [76.9, 43.25]]), Array(2).fill('home'));
  assert.deepEqual(await on([[35.0, 43.3], [50.5, 41.5], [19.5, 57.0], [3.5, 56.0], [-8.0, 46.0]]), Array(5).fill(''));
}));

check('the land moves with what is drawn on it', () => visit(ban, {}, async page => {
  const where = () => page.getAttribute('#map .land', 'viewBox');
  const first = await where();
  await page.click('[aria-label="Zoom in"]');
  const near = await where();
  const [, , width, height] = first.split(' ').map(Number), [, , w, h] = near.split(' ').map(Number);
  assert.ok(Math.abs(width / w - 1.5) < 0.01 && Math.abs(height / h - 1.5) < 0.01, `${first} became ${near}`);
  await page.locator('#map-drawing').scrollIntoViewIfNeeded();
  const box = await page.locator('#map-drawing').boundingBox();
  await page.mouse.move(box.x + 500, box.y + 300);
  await page.mouse.down();
  await page.mouse.move(box.x + 400, box.y + 300, { steps: 4 });
  await page.mouse.up();
  const moved = (await where()).split(' ').map(Number), km = 100 * moved[2] / box.width;
  assert.ok(Math.abs(moved[0] - Number(near.split(' ')[0]) - km) < km / 10, `${near} became ${moved.join(' ')}`);
  await page.click('[aria-label="Show all flows"]');
  assert.notEqual(await where(), near);
}));

check('what is not near the screen is drawn when it comes there, and all of it before printing', () => visit(ban, {}, async page => {
  const drawn = () => page.$$eval('.chart', all => all.filter(c => c.dataset.drawn).length);
  const first = await drawn(), all = await page.locator('.chart').count();
  assert.ok(first < all / 2, `${first} of ${all} charts are drawn at once`);
  await page.locator('#sankey').scrollIntoViewIfNeeded();
  await page.waitForSelector('#sankey[data-drawn]');
  await page.pdf({ path: join(scratch, 'paper.pdf'), format: 'A4' });
  assert.equal(await drawn(), all);
}));

check('paper is light, whatever the screen is, and the screen is as before afterwards', () => visit(ban, { dark: true }, async page => {
  await drawAll(page);
  const colours = () => page.evaluate(() => [getComputedStyle(document.body).color, document.querySelector('#waterfall svg text').getAttribute('fill')]);
  const before = await colours();
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  const paper = await colours();
  assert.ok(before.every((c, i) => c !== paper[i]), `${before} became ${paper}`);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  assert.deepEqual(await colours(), before);
}));

check('where less motion is asked for there is no play', () => visit(ban, { still: true }, async page => {
  assert.equal(await page.isVisible('#play'), false);
}));

check('each filter changes the map and the charts, and "Show all" takes it back', () => visit(ban, {}, async page => {
  await drawAll(page);
  const chart = () => shapes(page, 'flows-over-time');
  const whole = { map: await picture(page), chart: await chart() };
  for (const [id, pick] of [['#f-origin', { index: 2 }], ['#f-market', 'g:EU'], ['#f-route', { index: 2 }]]) {
    await page.selectOption(id, pick);
    assert.notEqual(await picture(page), whole.map, `${id} leaves the map as it is`);
    assert.notEqual(await chart(), whole.chart, `${id} leaves the chart as it is`);
    await page.click('.clear');
    assert.equal(await chart(), whole.chart, `${id} cannot be taken back`);
  }
  await page.check('#f-home');
  assert.notEqual(await picture(page), whole.map);
}));

check('the keyboard reaches every control', () => visit(ban, {}, async page => {
  const seen = new Set();
  for (let i = 0; i < 120; ++i) {
    await page.keyboard.press('Tab');
    seen.add(await page.evaluate(() => document.activeElement.id || document.activeElement.className || document.activeElement.textContent.slice(0, 30)));
  }
  for (const id of ['play', 'speed', 'month', 'mark', 'whole', 'f-commodity', 'f-origin', 'f-market', 'f-route', 'f-home', 'theme', 'The map', 'Table behind this chart', '+']) {
    assert.ok(seen.has(id), `${id} is not reached; reached: ${[...seen].join(' | ')}`);
  }
}));

check('axe finds nothing serious, light or dark', () => visit(ban, {}, async page => {
  for (const colours of ['light', 'dark']) assert.deepEqual(await serious(page, colours), [], colours);
}));

check('the numbers of the answer are those of summary.json, as shown and as meant', async () => {
  for (const name of ['base-2024', 'ust-luga-ban']) {
    await visit(report(name), {}, async page => {
      const kpis = summaryOf(folders[name]).kpis;
      const shown = await page.$$eval('[data-figure]', all => all.map(e => ({ name: e.dataset.figure, by: JSON.parse(e.dataset.by), mean: Number(e.dataset.mean), text: e.querySelector('.big').textContent })));
      assert.ok(shown.length >= 4 && shown.length <= 5);
      for (const s of shown) {
        const key = by => JSON.stringify(Object.entries(by).sort());
        const kpi = kpis.find(k => k.name === s.name && key(k.by) === key(s.by));
        assert.equal(s.mean, kpi.mean, s.name);
        const number = Number(s.text.replace(/[^\d.]/g, '')), per = /Mt/.test(s.text) ? 1e6 : /kt/.test(s.text) ? 1e3 : 1;
        assert.ok(Math.abs(number * per - kpi.mean) <= Math.max(0.006 * Math.abs(kpi.mean), 0.051), `${s.name}: ${s.text} for ${kpi.mean}`);
      }
    });
  }
});

check('the table behind a chart and its CSV hold what summary.json says', () => visit(ban, {}, async page => {
  await drawAll(page);
  await page.click('#days-by-route summary');
  const [file] = await Promise.all([page.waitForEvent('download'), page.click('[data-csv=days-by-route]')]);
  assert.equal(file.suggestedFilename(), 'days-by-route.csv');
  const lines = readFileSync(await file.path(), 'utf8').trim().split('\n').map(l => l.split(','));
  const kpis = summaryOf(folders['ust-luga-ban']).kpis;
  assert.ok(lines.length > 5);
  for (const [commodity, route, , p10, p25, p50] of lines.slice(1)) {
    const of = n => kpis.find(k => k.name === n && Object.keys(k.by).length === 2 && k.by.commodity === commodity && k.by.route === route).mean;
    assert.deepEqual([Number(p10), Number(p25), Number(p50)], [of('days_p10'), of('days_p25'), of('days_p50')]);
  }
}));

check('hostile names appear as text and break nothing', async () => {
  const hostile = ['<script>window.broken=1</script>', '<img src=x onerror=window.broken=1>', '"quotes" \'and\' `more`', 'Қазақстан көмірі', 'שלום \u202e עולם', '🚂‍💥', 'x'.repeat(10_000)].join(' ');
  const file = join(scratch, 'hostile.yaml');
  writeFileSync(file, `scenario: ${JSON.stringify(hostile)}\nquestion: ${JSON.stringify(hostile.slice(0, 400))}\nextends: ${join(root, 'tests/data/toy-scenarios/base.yaml')}\n`);
  const folder = results('hostile', 'run', file, ...toy, '--replications', '1');
  for (const width of [1440, 390]) {
    await visit(join(folder, 'report.html'), { width }, async page => {
      await drawAll(page);
      assert.equal(await page.textContent('h1'), hostile);
      assert.equal(await page.evaluate(() => window.broken), undefined);
      await fitsTheScreen(page);
    });
  }
});

check('on paper there are no controls', () => visit(ban, {}, async page => {
  await drawAll(page);
  await page.emulateMedia({ media: 'print' });
  for (const gone of ['nav', '.chips', '.timeline', '.zoom']) assert.equal(await page.isVisible(gone), false, gone);
  for (const kept of ['h1', '#map-drawing', '#waterfall', '#origin']) assert.equal(await page.isVisible(kept), true, kept);
}));

for (const name of Object.keys(folders)) check(`${name} fits desk and phone`, () => fitsDeskAndPhone(name, report(name)));
