package io.joborchestrator.console.view;

import java.util.function.ToLongFunction;

/** A number of records, at the right: {@code 71.4 M}; the dash for 0, the exact number on hover. */
public final class RecordsCell<S> extends RowCell<S> {
  private final ToLongFunction<S> records;

  public RecordsCell(ToLongFunction<S> records) {
    super(Styles.ALIGN_RIGHT);
    this.records = records;
  }

  @Override
  protected void render(S row) {
    long value = records.applyAsLong(row);
    renderText(value == 0 ? null : Formats.count(value));
    renderTooltip(value < 100_000 ? null : Formats.exact(value));
  }
}
