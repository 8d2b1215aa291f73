// Days by route; cost against days with the Pareto set; the busiest sections; netback.
import { axis, rowLabel, tip, type ChartSpec, type Option } from './chart';
import type { Run } from './data';
import { clip, esc, grouped, mass, percent } from './format';
import { routesShown } from './money';
import type { Selected } from './select';
import { amountColour, theme } from './theme';

const quantiles = ['p10', 'p25', 'p50', 'p75', 'p90'] as const;

/** Boxes of the days by route: half of the tonnes in the box, eight in ten between the whiskers. */
export function daysChart(run: Run, selected: Selected): ChartSpec {
  const rows = () => routesShown(run, selected, 18).map(r => {
    const by = { commodity: r.commodity, route: r.route };
    return { ...r, days: quantiles.map(q => run.mean(`days_${q}`, by)), mean: run.mean('days', by) };
  }).sort((a, b) => a.days[2] - b.days[2]);
  return {
    id: 'days-by-route', svg: true,
    title: () => {
      const r = rows();
      if (r.length === 0) return 'Days from mine to market';
      const wide = r.reduce((a, b) => (b.days[4] - b.days[0] > a.days[4] - a.days[0] ? b : a));
      return `Fastest is ${clip(run.routeName(r[0].route), 30)} with ${grouped(r[0].days[2], 1)} days; least reliable ${clip(run.routeName(wide.route), 30)}: ${grouped(wide.days[0], 0)}–${grouped(wide.days[4], 0)} days`;
    },
    note: 'Days from release at the mine to delivery. Box: from p25 to p75, so half of the tonnes; line in it: the middle tonne; whiskers: p10 and p90, so eight tonnes in ten; diamond: mean',
    empty: 'Nothing of this selection was delivered in the window.',
    height: () => 48 + rows().length * 26,
    option: width => {
      const r = rows();
      if (r.length === 0) return null;
      const t = theme(), lit = selected.state.route, dim = (q: { route: string }) => (lit && q.route !== lit ? 0.3 : 1);
      return {
        grid: { left: width < 520 ? 120 : 190, right: 44, top: 8, bottom: 32 },
        tooltip: { ...tip(), formatter: (p: { dataIndex: number }) => {
          const q = r[p.dataIndex];
          return `<strong>${esc(clip(run.routeName(q.route), 60))}</strong>, ${mass(q.t)}<br>${quantiles.map((name, i) => `${name} ${grouped(q.days[i], 1)}`).join(', ')}<br>mean ${grouped(q.mean, 1)} days`;
        } },
        xAxis: axis({ type: 'value', min: 0, name: 'days', nameGap: 6 }),
        yAxis: axis({ type: 'category', inverse: true, data: r.map(q => clip(run.routeName(q.route), 80)), splitLine: { show: false }, axisLabel: rowLabel(width, width < 520 ? 108 : 180) }),
        series: [
          { type: 'boxplot', boxWidth: [12, 14], data: r.map(q => ({ value: q.days, itemStyle: { color: t.box, borderColor: t.accent, borderWidth: 1.5, opacity: dim(q) } })) },
          { type: 'scatter', silent: true, symbol: 'diamond', symbolSize: 8, z: 3, tooltip: { show: false }, data: r.map((q, i) => ({ value: [q.mean, i], itemStyle: { color: t.page, borderColor: t.text, borderWidth: 1, opacity: dim(q) } })) },
        ],
      };
    },
    table: () => ({ columns: ['commodity', 'route', 'mass_t', ...quantiles.map(q => `${q}_days`), 'mean_days'], rows: rows().map(q => [q.commodity, q.route, Math.round(q.t), ...q.days, q.mean]) }),
    click: p => {
      const q = rows()[(p as { dataIndex?: number }).dataIndex ?? -1];
      if (q) selected.set({ route: selected.state.route === q.route ? '' : q.route });
    },
  };
}

export function tradeoffChart(run: Run, selected: Selected): ChartSpec {
  const rows = () => {
    const all = routesShown(run, selected, 40).map(r => {
      const by = { commodity: r.commodity, route: r.route };
      return { ...r, usd: run.mean('cost_per_tonne', by), days: run.mean('days', by), co2: run.mean('co2_per_tonne', by), pareto: false };
    }).filter(r => r.days > 0);
    // Like with like: a route is beaten only by one that serves a pool of the same buyers.
    const buyers = new Map<string, Set<number>>();
    for (const r of selected.moved()) {
      const key = `${run.data.flows[r[1]].commodity}|${run.data.ways[r[4]].route}`;
      buyers.set(key, (buyers.get(key) ?? new Set()).add(r[2]));
    }
    const index = (id: string) => run.data.commodities.findIndex(c => c.id === id);
    const same = (a: { commodity: string; route: string }, b: { commodity: string; route: string }) => {
      const [x, y] = [buyers.get(`${index(a.commodity)}|${a.route}`), buyers.get(`${index(b.commodity)}|${b.route}`)];
      return !!x && !!y && [...x].some(p => y.has(p));
    };
    for (const a of all) a.pareto = !all.some(b => b !== a && same(a, b) && b.usd <= a.usd && b.days <= a.days && b.co2 <= a.co2 && (b.usd < a.usd || b.days < a.days || b.co2 < a.co2));
    return all;
  };
  return {
    id: 'routes',
    title: () => {
      const r = rows(), best = r.filter(q => q.pareto);
      if (r.length === 0) return 'Cost against days';
      return best.length === r.length ? `Each of the ${r.length} routes is best at something` : `${best.length} of ${r.length} routes are beaten in cost, days and CO₂ at once by no other route to the same buyers`;
    },
    note: 'Mean cost and mean days of a tonne by route; size grows with CO₂ a tonne. Filled: the Pareto set, beaten by no route to the same buyers; joined where one market is chosen.',
    empty: 'Nothing of this selection was delivered in the window.',
    height: w => (w < 520 ? 400 : 440),
    option: width => {
      const r = rows();
      if (r.length === 0) return null;
      type Shown = (typeof r)[number];
      const t = theme(), lit = selected.state.route, most = Math.max(...r.map(q => q.co2), 1);
      const size = (q: Shown) => 8 + 20 * Math.sqrt(q.co2 / most), most_chars = width < 520 ? 14 : 22;
      // Names of the largest flows first, on the side where one runs into no circle and no other name; the others on hover.
      const plot = { w: width - 52 - (width < 520 ? 72 : 120), h: (width < 520 ? 400 : 440) - 72, x: Math.max(...r.map(q => q.days)), y: Math.max(...r.map(q => q.usd)) };
      const at = (q: Shown) => [q.days / plot.x * plot.w * 0.9, q.usd / plot.y * plot.h * 0.9];
      const taken = r.map(q => ({ x: at(q)[0] - size(q) / 2, y: at(q)[1] - size(q) / 2, w: size(q), h: size(q) })), sides = new Map<Shown, string>();
      for (const q of [...r].sort((a, b) => Number(b.route === lit) - Number(a.route === lit) || b.t - a.t)) {
        const [x, y] = at(q), w = 6.6 * Math.min(most_chars, run.routeName(q.route).length), gap = size(q) / 2 + 4;
        for (const [side, left] of [['right', x + gap], ['left', x - gap - w]] as const) {
          const box = { x: left, y: y - 7, w, h: 14 };
          if (left < 0 || taken.some(b => b.x < box.x + box.w && box.x < b.x + b.w && b.y < box.y + box.h && box.y < b.y + b.h)) continue;
          taken.push(box);
          sides.set(q, side);
          break;
        }
      }
      const data = r.map(q => ({
        value: [q.days, q.usd], q, symbolSize: size(q),
        itemStyle: { color: q.pareto ? t.accent : t.page, borderColor: q.pareto ? t.accent : t.quiet, borderWidth: 1.5, opacity: lit && lit !== q.route ? 0.3 : 0.9 },
        label: { show: sides.has(q), position: sides.get(q), color: lit && lit !== q.route ? t.faint : t.text, fontSize: 12, formatter: clip(run.routeName(q.route), most_chars) },
      }));
      const joined = (selected.state.market === '' ? [] : r.filter(q => q.pareto)).sort((a, b) => a.days - b.days).map(q => [q.days, q.usd]);
      const series: Option[] = [
        { type: 'line', silent: true, symbol: 'none', step: false, data: joined, lineStyle: { color: t.accent, width: 1, type: [4, 3] }, tooltip: { show: false } },
        { type: 'scatter', data },
      ];
      return {
        grid: { left: 52, right: width < 520 ? 72 : 120, top: 28, bottom: 44 },
        tooltip: { ...tip(), formatter: (p: { data: { q?: ReturnType<typeof rows>[number] } }) => {
          const q = p.data.q;
          return q ? `<strong>${esc(clip(run.routeName(q.route), 60))}</strong> (${esc(q.commodity)})<br>${grouped(q.usd, 2)} USD/t, ${grouped(q.days, 1)} days, ${grouped(q.co2, 1)} kg CO₂/t<br>${mass(q.t)}${q.pareto ? '<br>in the Pareto set' : ''}` : '';
        } },
        xAxis: axis({ type: 'value', name: 'days', nameGap: 6, min: 0 }),
        yAxis: axis({ type: 'value', name: 'USD/t', min: 0 }),
        series,
      };
    },
    table: () => ({ columns: ['commodity', 'route', 'mass_t', 'cost_usd_t', 'time_days', 'co2_kg_t', 'pareto'], rows: rows().map(q => [q.commodity, q.route, Math.round(q.t), q.usd, q.days, q.co2, q.pareto ? 'yes' : 'no']) }),
    click: p => {
      const q = (p.data as { q?: { route: string } })?.q;
      if (q) selected.set({ route: selected.state.route === q.route ? '' : q.route });
    },
  };
}

export function sectionsChart(run: Run): ChartSpec {
  const rows = () => run.links.map((l, i) => ({ l, i })).filter(x => x.l.used > 0).sort((a, b) => b.l.used - a.l.used).slice(0, 14);
  const name = (l: Run['links'][number]) => `${clip(run.placeName(l.from), 18)} – ${clip(run.placeName(l.to), 18)}`;
  return {
    id: 'bottlenecks',
    title: () => {
      const r = rows();
      if (r.length === 0) return 'No section with train paths of its own was used';
      const full = r.filter(x => x.l.used >= 0.8);
      return full.length === 0 ? `No section is near its limit; the busiest, ${name(r[0].l)}, uses ${percent(r[0].l.used)} of its paths`
        : `${full.length === 1 ? 'One section uses' : `${full.length} sections use`} four fifths of the paths or more; the tightest is ${name(r[0].l)} (${percent(r[0].l.used)})`;
    },
    note: 'Used share of the train paths offered to us, busier direction, whole window; beside it the mean wait of a loaded train.',
    empty: 'No section with train paths of its own was used in the window.',
    height: () => 44 + rows().length * 28,
    option: width => {
      const r = rows();
      if (r.length === 0) return null;
      const t = theme();
      const wait = (l: Run['links'][number]) => Math.max(l.trains[0] > 0 ? l.wait[0] : 0, l.trains[1] > 0 ? l.wait[1] : 0);
      return {
        grid: { left: width < 520 ? 138 : 220, right: width < 520 ? 84 : 108, top: 8, bottom: 28 },
        tooltip: { ...tip(), formatter: (p: { dataIndex: number }) => {
          const l = r[p.dataIndex].l;
          return `<strong>${esc(name(l))}</strong><br>${percent(l.used)} of paths used<br>${grouped(l.trains[0] + l.trains[1])} loads, ${grouped(l.empties[0] + l.empties[1])} empties<br>${grouped(wait(l), 1)} h mean wait`;
        } },
        xAxis: axis({ type: 'value', min: 0, max: 1, axisLabel: { color: t.quiet, formatter: (v: number) => percent(v) } }),
        yAxis: axis({ type: 'category', inverse: true, data: r.map(x => name(x.l)), splitLine: { show: false }, axisLabel: rowLabel(width, width < 520 ? 128 : 210) }),
        series: [{ type: 'bar', barWidth: '62%', data: r.map(x => ({ value: x.l.used, itemStyle: { color: amountColour(x.l.used) } })),
          label: { show: true, position: 'right', color: t.text, fontSize: 12, formatter: (p: { dataIndex: number }) => `${percent(r[p.dataIndex].l.used)}, ${grouped(wait(r[p.dataIndex].l), 1)} h` } }],
      };
    },
    table: () => ({ columns: ['link', 'used_share', 'mass_t', 'loads', 'empties', 'wait_forward_hours', 'wait_backward_hours'], rows: rows().map(x => [x.l.id, x.l.used, Math.round(x.l.mass[0] + x.l.mass[1]), x.l.trains[0] + x.l.trains[1], x.l.empties[0] + x.l.empties[1], x.l.wait[0], x.l.wait[1]]) }),
  };
}

export function netbackChart(run: Run, selected: Selected): ChartSpec {
  type Row = { flow: string; pool: string; route: string; usd: number; gap: number | null };
  const rows = (): Row[] => {
    const d = run.data, known = new Set(selected.moved().map(r => `${d.flows[r[1]].id}|${d.pools[r[2]]?.id}`));
    const all = run.cut('netback_usd_t', ['flow', 'pool', 'route']).filter(f => f.mean !== null && known.has(`${f.by.flow}|${f.by.pool}`));
    const byFlow = new Map<string, typeof all>();
    for (const f of all) byFlow.set(f.by.flow, [...(byFlow.get(f.by.flow) ?? []), f]);
    const out: Row[] = [];
    for (const list of byFlow.values()) {
      list.sort((a, b) => b.mean! - a.mean!);
      list.slice(0, 8).forEach((f, i) => out.push({ flow: f.by.flow, pool: f.by.pool, route: f.by.route, usd: f.mean!, gap: list[i + 1] ? f.mean! - list[i + 1].mean! : null }));
    }
    return out.slice(0, 24);
  };
  return {
    id: 'netback',
    title: () => {
      const r = rows();
      if (r.length === 0) return 'Netback at the mine';
      const best = r.reduce((a, b) => (b.usd > a.usd ? b : a));
      return `The best netback is ${grouped(best.usd, 1)} USD a tonne: ${best.flow} to ${best.pool} by ${clip(run.routeName(best.route), 30)}`;
    },
    note: 'Price in the pool less the expected cost of the way, at the mine, mean over the months booked. "Switches at" (+): by how many dollars its cost may rise before the next best of the same mine pays as much.',
    empty: 'Nothing of this selection was booked in the window.',
    height: w => 44 + rows().length * (w < 520 ? 32 : 24),
    option: width => {
      const r = rows();
      if (r.length === 0) return null;
      const t = theme(), lit = selected.state.route;
      return {
        grid: { left: width < 520 ? 150 : 300, right: width < 520 ? 76 : 148, top: 8, bottom: 28 },
        tooltip: { ...tip(), formatter: (p: { dataIndex: number }) => {
          const q = r[p.dataIndex];
          return `${esc(q.flow)} → ${esc(q.pool)}<br>${esc(clip(run.routeName(q.route), 50))}<br><strong>${grouped(q.usd, 2)} USD/t</strong>${q.gap === null ? '' : `<br>switches when its cost rises by ${grouped(q.gap, 2)} USD/t`}`;
        } },
        xAxis: axis({ type: 'value', name: 'USD/t', nameGap: 6 }),
        yAxis: axis({ type: 'category', inverse: true, data: r.map((_, i) => i), splitLine: { show: false }, axisLabel: { ...rowLabel(width, width < 520 ? 140 : 290), formatter: (_: string, i: number) => (width < 520 ? `${clip(`${r[i].flow} → ${r[i].pool}`, 22)}\n${clip(run.routeName(r[i].route), 22)}` : clip(`${r[i].flow} → ${r[i].pool}, ${run.routeName(r[i].route)}`, 90)) } }),
        series: [{ type: 'bar', barWidth: '62%', data: r.map(q => ({ value: q.usd, itemStyle: { color: t.accent, opacity: lit && lit !== q.route ? 0.3 : 1 } })),
          label: { show: true, position: 'right', color: t.text, fontSize: 12, formatter: (p: { dataIndex: number }) => `${grouped(r[p.dataIndex].usd, 1)}${r[p.dataIndex].gap === null ? '' : `, ${width < 520 ? '' : 'switches at '}+${grouped(r[p.dataIndex].gap!, 1)}`}` } }],
      };
    },
    table: () => ({ columns: ['flow', 'pool', 'route', 'netback_usd_t', 'switches_at_usd_t'], rows: rows().map(q => [q.flow, q.pool, q.route, q.usd, q.gap ?? '']) }),
  };
}
