/** Rules that hold alerts and dashboards to the documentation: metrics that exist, and a page for whoever is woken. */
import { unknownNames } from '../promql.mjs';
import { nameOf } from '../world.mjs';

/** The label by which Grafana's sidecar finds a ConfigMap of dashboards. */
const DASHBOARD = 'grafana_dashboard';

const finding = (object, what) => ({ object: nameOf(object), what });

const rulesOf = ({ ofKind }) => ofKind('PrometheusRule').flatMap((object) => object.spec.groups.flatMap(({ rules }) => rules.map((rule) => ({ object, rule }))));

const alertMetrics = (world) =>
  rulesOf(world).flatMap(({ object, rule }) => unknownNames(rule.expr, world.known.metrics).map((what) => finding(object, `${rule.alert ?? rule.record}: ${what}`)));

function runbooks(world) {
  const alerts = rulesOf(world).filter(({ rule }) => rule.alert !== undefined);
  const wrong = alerts.flatMap(({ object, rule: { alert, annotations } }) => {
    const anchor = world.known.alerts.get(alert);
    if (anchor === undefined) return [finding(object, `${alert} has no heading below Alerts in docs/operations.md`)];
    return annotations.runbook_url.endsWith(`docs/operations.md#${anchor}`) ? [] : [finding(object, `${alert}: runbook_url does not end in docs/operations.md#${anchor}`)];
  });
  const told = new Set(alerts.map(({ rule }) => rule.alert));
  const missing = alerts.length === 0 ? [] : [...world.known.alerts.keys()].filter((name) => !told.has(name));
  return [...wrong, ...missing.map((name) => ({ object: 'PrometheusRule', what: `docs/operations.md tells of ${name}, and no rule does` }))];
}

/** Every dashboard of a ConfigMap: `{ object, file, dashboard }`, which is undefined for what is not JSON. */
const dashboardsOf = ({ ofKind }) =>
  ofKind('ConfigMap').filter(({ metadata }) => metadata.labels?.[DASHBOARD] !== undefined).flatMap((object) => Object.entries(object.data ?? {}).map(([file, text]) => ({ object, file, dashboard: parsed(text) })));

/** The expressions that dashboards show. */
export const shownExpressions = (objects) =>
  dashboardsOf({ ofKind: (kind) => objects.filter((object) => object.kind === kind) }).flatMap(({ dashboard }) => dashboard.panels.flatMap(({ targets: list = [] }) => list.map(({ expr }) => expr)));

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function dashboards(world) {
  return dashboardsOf(world).flatMap(({ object, file, dashboard }) => {
    if (!Array.isArray(dashboard?.panels)) return [finding(object, `${file} is no dashboard in JSON`)];
    return [...layout(dashboard), ...dashboard.panels.flatMap((panel) => targets(panel, world.known.metrics))].map((what) => finding(object, `${file}: ${what}`));
  });
}

/** Grafana shows one of two panels of the same id, and moves those that lie upon each other. */
function layout({ uid, title, panels }) {
  const ids = new Set(panels.map(({ id }) => id));
  const overlap = ({ gridPos: one }, { gridPos: two }) => one.x < two.x + two.w && two.x < one.x + one.w && one.y < two.y + two.h && two.y < one.y + one.h;
  return [
    ...(typeof uid === 'string' && typeof title === 'string' ? [] : ['no uid or title']),
    ...(ids.size === panels.length ? [] : ['two panels have one id']),
    ...panels.filter((panel, index) => panels.slice(0, index).some((other) => overlap(panel, other))).map((panel) => `panel ${panel.title} lies on another`),
  ];
}

function targets({ title, type, targets: list = [] }, metrics) {
  if (type !== 'row' && list.length === 0) return [`panel ${title} shows nothing`];
  return list.flatMap(({ expr }) => unknownNames(expr, metrics).map((what) => `panel ${title}: ${what}`));
}

export const monitoringRules = [
  { name: 'alert-metrics', find: alertMetrics },
  { name: 'runbook', find: runbooks },
  { name: 'dashboard', find: dashboards },
];
