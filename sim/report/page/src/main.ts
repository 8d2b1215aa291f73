// The page of one run, top down: the answer, the map, the charts, how it was made.
import { answer } from './answer';
import { pricesChart, type Bottlenecks } from './bounds';
import { comparisonHead, differenceParts, doubtParts, type Comparison } from './compare';
import { Chart, drawForPaper, drawWhenSeen, element, inTurn, redrawAll, titleAll, type ChartSpec } from './chart';
import { readData, Run } from './data';
import { daysChart, netbackChart, sectionsChart, tradeoffChart } from './days';
import { distanceChart, overlaidChart } from './distance';
import { sankeyChart, timeChart } from './flows';
import { appraisalHead, appraisalOrigin, appraisalParts, type Appraisal } from './invest';
import { FlowMap } from './map';
import { costChart, paidChart, waterfallChart } from './money';
import { origin } from './origin';
import { recordedChart } from './recorded';
import { routesPage, type RoutesData } from './routes';
import { Selected } from './select';
import { linkDifference, sideBySide } from './sides';
import { standsChart, stocksChart } from './stocks';
import { studyHead, studyOrigin, studyParts, type Study } from './study';
import { isDark } from './theme';
import { filters, Timeline } from './time';

/** What is left to do once the first drawing is painted. */
type Tasks = (() => void)[];

function themeButton(): HTMLElement {
  const b = element('button', { type: 'button', class: 'theme' });
  const words = () => (b.textContent = isDark() ? 'Light' : 'Dark');
  b.setAttribute('aria-label', 'Switch between light and dark');
  b.addEventListener('click', () => {
    document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
    words();
    redrawAll();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    words();
    redrawAll();
  });
  words();
  return b;
}

function section(id: string, title: string, words: string, ...inside: Node[]): HTMLElement {
  const s = element('section', { class: 'part', id, 'aria-labelledby': `${id}-h` }, element('h2', { id: `${id}-h` }, title));
  if (words) s.append(element('p', { class: 'intro' }, words));
  s.append(...inside);
  return s;
}

function runPage(run: Run, bottlenecks: Bottlenecks[], page: HTMLElement): Tasks {
  const selected = new Selected(run);
  const charts: Chart[] = [];
  const chart = (spec: ChartSpec) => {
    const c = new Chart(spec);
    charts.push(c);
    return c.frame;
  };
  const pair = (...specs: ChartSpec[]) => element('div', { class: 'pair' }, ...specs.map(chart));
  const map = new FlowMap(run, selected);
  const parts: [id: string, title: string, inside: () => Node[]][] = [
    ['distance', 'Time and cost against distance', () => [pair(distanceChart(run, selected, 'usd'), distanceChart(run, selected, 'days'))]],
    ['flows', 'Flows', () => [chart(timeChart(run, selected)), ...(run.recorded.length > 0 ? [chart(recordedChart(run, run.recorded))] : []), chart(sankeyChart(run, selected))]],
    ['tonnes', 'Tonnes and money', () => [chart(waterfallChart(run)), pair(paidChart(run), costChart(run, selected)), chart(netbackChart(run, selected))]],
    ['time', 'Queues, days and routes', () => [chart(standsChart(run)), chart(stocksChart(run, selected)), pair(daysChart(run, selected), tradeoffChart(run, selected)), chart(sectionsChart(run)), ...bottlenecks.slice(0, 1).map(b => chart(pricesChart(b, run)))]],
  ];
  const sections = [section('map', 'The map', '', map.frame), ...parts.map(([id, title]) => section(id, title, ''))];
  const nav = element('nav', { 'aria-label': 'Parts of this page' });
  for (const s of sections) nav.append(element('a', { href: `#${s.id}` }, s.querySelector('h2')!.textContent!));
  nav.append(element('a', { href: '#origin' }, 'How it was made'), themeButton());
  page.replaceChildren(answer(run), nav, ...sections);
  drawWhenSeen(map);
  map.show();
  // A month that runs redraws the map alone; what depends on the month too is drawn when it stands still.
  selected.on((s, timeOnly) => {
    if (s.running) return;
    for (const c of charts) if (!timeOnly || c.spec.id === 'sankey') c.draw();
  });
  return [
    () => sections[0].append(new Timeline(run, selected).frame, filters(run, selected), map.below()),
    ...parts.map(([, , inside], i) => () => sections[i + 1].append(...inside())),
    () => page.append(origin(run)),
  ];
}

/** Comparisons, studies, appraisals, or several runs: each with its own answer, then what the runs gained and lost beside the
 * first. */
function severalPage(runs: Run[], comparisons: Comparison[], studies: Study[], appraisals: Appraisal[], page: HTMLElement): Tasks {
  const nav = element('nav', { 'aria-label': 'Parts of this page' });
  const parts: HTMLElement[] = [], maps: FlowMap[] = [];
  for (const c of comparisons) parts.push(comparisonHead(c), ...differenceParts(c));
  if (comparisons.length === 0 && runs.length > 1) parts.push(...sideBySide(runs));
  runs.slice(1).forEach((other, i) => {
    const map = new FlowMap(runs[0], new Selected(runs[0]), linkDifference(runs[0], other), i + 1);
    maps.push(map);
    parts.push(section(`map-${i + 1}`, runs.length > 2 ? `Gained and lost: ${other.data.scenario}` : 'Gained and lost', '', map.frame, map.below()));
  });
  if (runs.length > 1) parts.push(section('distance', 'Time and cost against distance', '', element('div', { class: 'pair' }, ...(['usd', 'days'] as const).map(which => new Chart(overlaidChart(runs, which)).frame))));
  for (const c of comparisons) parts.push(...doubtParts(c));
  for (const s of studies) parts.push(studyHead(s), ...studyParts(s), studyOrigin(s));
  for (const a of appraisals) parts.push(appraisalHead(a), ...appraisalParts(a), appraisalOrigin(a));
  runs.forEach((r, i) => parts.push(origin(r, runs.length > 1 ? `-${i + 1}` : '')));
  page.replaceChildren(...parts);
  page.firstElementChild?.after(nav);
  for (const p of page.querySelectorAll<HTMLElement>('section.part, section.origin')) nav.append(element('a', { href: `#${p.id}` }, p.querySelector('h2')!.textContent!));
  nav.append(themeButton());
  maps.forEach(drawWhenSeen);
  return [];
}

const everything = readData();
const page = document.getElementById('page')!;
const runs = (everything.runs ?? []).map(r => new Run(r.page, r.manifest, r.recorded));
const comparisons = (everything.comparisons ?? []) as Comparison[], studies = (everything.studies ?? []) as Study[];
const appraisals = (everything.appraisals ?? []) as Appraisal[], bottlenecks = (everything.bottlenecks ?? []) as Bottlenecks[];
let rest: Tasks = [];
if (everything.routes) routesPage(everything.routes as RoutesData, page);
else if (runs.length === 1 && comparisons.length + studies.length + appraisals.length === 0) rest = runPage(runs[0], bottlenecks, page);
else rest = severalPage(runs, comparisons, studies, appraisals, page);
addEventListener('beforeprint', drawForPaper);
// Once the browser has painted; only then what nobody sees yet.
requestAnimationFrame(() => setTimeout(() => {
  performance.mark('corridor drawn');
  inTurn(rest, () => titleAll(() => (document.documentElement.dataset.ready = 'yes')));
}));
