package io.joborchestrator.console.view;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A duration, at the right: {@code 2 m 14 s}. */
public final class DurationCell<S> extends RowCell<S> {
  private final Function<S, @Nullable Duration> duration;

  public DurationCell(Function<S, @Nullable Duration> duration) {
    super(Styles.ALIGN_RIGHT);
    this.duration = duration;
  }

  @Override
  protected void render(S row) {
    Duration value = duration.apply(row);
    renderText(value == null ? null : Formats.duration(value));
  }
}
