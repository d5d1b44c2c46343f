import type { Metric } from '../../metrics/metric.ts';

/** What a page says of metrics, from what the registry says of them. */
export class Glossary {
  private readonly metrics: ReadonlyMap<string, Metric>;
  private readonly used = new Set<string>();

  constructor(metrics: readonly Metric[]) {
    this.metrics = new Map(metrics.map((metric) => [metric.name, metric]));
  }

  /** A metric that the monitor file no longer defines has no unit. */
  readonly unit = (name: string): Metric['unit'] => this.metrics.get(name)?.unit ?? 'none';

  readonly of = (name: string): Metric | undefined => this.metrics.get(name);

  /** A metric's name, explained where it stands and, by a link, in the page's list of terms. */
  readonly Term = ({ name }: { name: string }) => {
    const metric = this.metrics.get(name);
    if (!metric) return <span>{name}</span>;
    this.used.add(name);
    return (
      <a class="term" href={`#term-${name}`}>
        {name}
      </a>
    );
  };

  /** The terms that were used so far: to be rendered last. */
  readonly Terms = () => (
    <dl class="terms">
      {[...this.used]
        .sort()
        .flatMap((name) => this.metrics.get(name) ?? [])
        .map(({ name, description, formula }) => (
          <div key={name} id={`term-${name}`}>
            <dt>{name}</dt>
            <dd title={`Computed as: ${formula}`}>{description}</dd>
          </div>
        ))}
    </dl>
  );
}
