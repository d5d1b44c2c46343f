const DAY = 86_400_000;

/** The instant (epoch ms) by which everything in a folder of this name was logged; null where its name holds no date. */
export function endOfFolder(folder: string): number | null {
  const names = folder.split('/').slice(0, -1);
  const last = names.at(-1) ?? '';
  const day = /^(?:[\w-]+=)?(\d{4})(-?)(\d{2})\2(\d{2})(?:$|[-T_ ]\d{2})/.exec(last);
  if (day) return end(Number(day[1]), Number(day[3]), Number(day[4]));
  const month = /^(?:[\w-]+=)?(\d{4})-(\d{2})$/.exec(last);
  if (month) return end(Number(month[1]), Number(month[2]), null);
  return endOfSplit(names.slice(-3));
}

/** Dates of a folder a part: 2026/11/23, year=2026/month=11/day=23. A number alone is no year: it may be anything. */
function endOfSplit(names: readonly string[]): number | null {
  const named = names.map((name) => /^(?:(year|month|day|y|m|d)=)?(\d{1,4})$/.exec(name));
  const numbers = named.map((match) => (match ? Number(match[2]) : Number.NaN));
  const padded = (i: number) => named[i]?.[1] !== undefined || named[i]?.[2]?.length === 2;
  const isYear = (i: number) => named[i]?.[2]?.length === 4;
  const [a = Number.NaN, b = Number.NaN, c = Number.NaN] = numbers;
  if (names.length >= 3 && isYear(0) && padded(1) && padded(2)) return end(a, b, c);
  const n = names.length;
  if (n >= 2 && isYear(n - 2) && padded(n - 1))
    return end(numbers[n - 2] ?? 0, numbers[n - 1] ?? 0, null);
  if (isYear(n - 1) && named[n - 1]?.[1]?.startsWith('y'))
    return end(numbers[n - 1] ?? 0, 12, null);
  return null;
}

/** Two days after the end of a day or a month: names may be of any time zone. */
function end(year: number, month: number, day: number | null): number | null {
  if (year < 1970 || year > 2200 || month < 1 || month > 12) return null;
  if (day !== null && (day < 1 || day > 31)) return null;
  const after = day === null ? Date.UTC(year, month, 1) : Date.UTC(year, month - 1, day) + DAY;
  return after + 2 * DAY;
}
