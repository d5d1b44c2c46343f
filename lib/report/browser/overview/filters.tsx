import { type Choice, namesOf, RANGES, type Range, together } from './choice.ts';

export function Filters({
  slices,
  choice,
  onChoose,
}: {
  readonly slices: readonly string[];
  readonly choice: Choice;
  readonly onChoose: (choice: Choice) => void;
}) {
  const slice = (field: 'segment' | 'variant', value: string) =>
    onChoose(together(slices, { ...choice, [field]: value || null }, field));
  const options = (field: 'segment' | 'variant', all: string) =>
    [['', all], ...namesOf(slices, field).map((name) => [name, name])] as [string, string][];
  return (
    <form class="filters" aria-label="What is shown">
      <Select
        {...{ id: 'segment', label: 'Rows', value: choice.segment ?? '' }}
        options={options('segment', 'all rows')}
        onSelect={(value) => slice('segment', value)}
      />
      <Select
        {...{ id: 'variant', label: 'Variant', value: choice.variant ?? '' }}
        options={options('variant', 'all')}
        onSelect={(value) => slice('variant', value)}
      />
      <Select
        {...{ id: 'range', label: 'Time', value: choice.range }}
        options={Object.entries(RANGES).sort(byDays)}
        onSelect={(value) => onChoose({ ...choice, range: value as Range })}
      />
    </form>
  );
}

/** Nothing where there is nothing to choose. */
function Select({
  id,
  label,
  value,
  options,
  onSelect,
}: {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, name: string])[];
  readonly onSelect: (value: string) => void;
}) {
  if (options.length < 2) return null;
  return (
    <label>
      {`${label} `}
      <select id={id} value={value} onChange={(event) => onSelect(event.currentTarget.value)}>
        {options.map(([one, name]) => (
          <option key={one} value={one}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function byDays([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return (Number(a) || Number.POSITIVE_INFINITY) - (Number(b) || Number.POSITIVE_INFINITY);
}
