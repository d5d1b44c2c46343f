/** The script of the page of all monitors. */
export const MONITORS = `
(async () => {
  const { monitors } = await load('monitors.json') ?? { monitors: [] };
  const rows = await Promise.all(monitors.map(async (name) => {
    const index = await load(encodeURIComponent(name) + '/data/index.json');
    const month = index?.months.at(-1);
    const months = await Promise.all((index?.months ?? []).slice(-2).map((one) => load(encodeURIComponent(name) + '/data/' + one + '.json')));
    return { name, index, windows: month ? months.flatMap((one) => one?.windows ?? []) : [] };
  }));
  const open = ({ index }) => (index?.incidents ?? []).filter(({ resolved }) => resolved === null);
  const stateOf = (one) => one.windows.length === 0 ? 'insufficient' : open(one).some(({ severity }) => severity === 'alert') ? 'alert' : open(one).length > 0 ? 'warning' : one.windows.at(-1).status === 'alert' ? 'warning' : one.windows.at(-1).status;
  const rank = ['alert', 'warning', 'ok', 'insufficient'];
  rows.sort((a, b) => rank.indexOf(stateOf(a)) - rank.indexOf(stateOf(b)) || (a.name < b.name ? -1 : 1));
  const alerts = rows.filter((row) => stateOf(row) === 'alert').length;
  $('verdict').textContent = monitors.length === 0 ? 'There are no monitors yet' : alerts === 0 ? 'No monitor has an open alert' : alerts + ' of ' + monitors.length + (monitors.length === 1 ? ' monitor has' : ' monitors have') + ' an open alert';
  $('state').textContent = 'The most urgent first. Times are UTC.';
  $('monitors').append(tableOf(['Monitor', 'State', 'Open incidents', 'Headline', 'Over time', 'Last window'], rows.map((row) => {
    const last = row.windows.at(-1);
    const chosen = ['roc_auc', 'accuracy', 'mae', 'drifted_columns_share'].find((metric) => row.windows.some(({ metrics }) => (metrics[metric]?.[0] ?? null) !== null));
    const values = chosen ? row.windows.map(({ metrics }) => metrics[chosen]?.[0] ?? null) : [];
    const latest = values.findLast((value) => value !== null);
    return [
      h('a', { href: encodeURIComponent(row.name) + '/index.html' }, row.name),
      mark(stateOf(row)),
      open(row).length === 0 ? 'none' : open(row).map(({ cause }) => cause).slice(0, 3).join(', '),
      chosen ? chosen + ' ' + show(latest, row.index.metrics[chosen]?.unit) : '–',
      sparkline(values) ?? '–',
      last ? day(last.start) : 'none yet',
    ];
  })));
})().catch(fail);
`;
