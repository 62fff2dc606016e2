package io.joborchestrator.console.view;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A plain text, or the dash. */
public final class TextCell<S> extends RowCell<S> {
  private final Function<S, @Nullable String> text;

  public TextCell(Function<S, @Nullable String> text, String... styleClasses) {
    super(styleClasses);
    this.text = text;
  }

  @Override
  protected void render(S row) {
    renderText(text.apply(row));
  }
}
