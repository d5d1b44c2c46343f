/** Which side of a chart is which. */
export function ChartKey() {
  return (
    <span class="key">
      <span>
        <i />
        baseline
      </span>
      <span>
        <i class="now" />
        this window
      </span>
    </span>
  );
}
