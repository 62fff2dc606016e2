package io.joborchestrator.console.view;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An engine's name behind the square of its colour. */
public final class EngineCell<S> extends RowCell<S> {
  private final Function<S, @Nullable String> engine;
  private final EngineLabel label = new EngineLabel();

  public EngineCell(Function<S, @Nullable String> engine) {
    this.engine = engine;
  }

  @Override
  protected void render(S row) {
    String name = engine.apply(row);
    if (name == null) {
      renderNone();
      return;
    }
    label.show(name);
    renderNode(label);
  }
}
