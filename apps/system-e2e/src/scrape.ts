/** What `/metrics` says of one metric. */
export interface ScrapedMetric {
  readonly type: string;
  /** Names of labels that its series have, without `service` and a histogram's `le`, in order. */
  readonly labels: readonly string[];
  readonly series: number;
}

/** One answer of `/metrics`, parsed. */
export class Scrape {
  private constructor(
    readonly text: string,
    readonly metrics: ReadonlyMap<string, ScrapedMetric>,
    private readonly values: readonly { readonly name: string; readonly labels: Readonly<Record<string, string>>; readonly value: number }[],
  ) {}

  static async of(adminPort: number): Promise<Scrape> {
    const response = await fetch(`http://127.0.0.1:${String(adminPort)}/metrics`);
    if (response.status !== 200) throw new Error(`/metrics answered ${String(response.status)}`);
    return Scrape.parse(await response.text());
  }

  static parse(text: string): Scrape {
    const types = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]));
    const values = [...text.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)].map(([, name = '', labels = '', value = '']) => ({ name, labels: labelsOf(labels), value: Number(value) }));
    const metrics = new Map([...types].map(([name, type]) => {
      const own = values.filter((each) => each.name === name || (type === 'histogram' && [`${name}_bucket`, `${name}_sum`, `${name}_count`].includes(each.name)));
      const labels = new Set(own.flatMap((each) => Object.keys(each.labels)).filter((label) => label !== 'service' && label !== 'le'));
      return [name, { type, labels: [...labels].sort(), series: own.length }];
    }));
    return new Scrape(text, metrics, values);
  }

  /** The sum of the series of a name that have these labels; 0 for none. */
  sum(name: string, labels: Readonly<Record<string, string>> = {}): number {
    const fitting = this.values.filter((each) => each.name === name && Object.entries(labels).every(([label, value]) => each.labels[label] === value));
    return fitting.reduce((sum, { value }) => sum + value, 0);
  }
}

function labelsOf(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, name = '', value = '']) => [name, value]));
}
