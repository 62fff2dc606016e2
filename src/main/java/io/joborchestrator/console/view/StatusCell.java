package io.joborchestrator.console.view;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A state as icon and word. */
public final class StatusCell<S> extends RowCell<S> {
  private final Function<S, @Nullable StatusView> status;
  private final StatusLabel label = new StatusLabel();

  public StatusCell(Function<S, @Nullable StatusView> status) {
    this.status = status;
  }

  @Override
  protected void render(S row) {
    StatusView view = status.apply(row);
    if (view == null) {
      renderNone();
      return;
    }
    label.show(view);
    renderNode(label);
  }
}
