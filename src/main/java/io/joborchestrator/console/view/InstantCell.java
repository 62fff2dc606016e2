package io.joborchestrator.console.view;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/** An exact local time with the relative one in lighter text; UTC on hover. */
public final class InstantCell<S> extends RowCell<S> {
  /** Of what is older the date is shown, which takes the place and says more. */
  private static final Duration RELATIVE = Duration.ofDays(7);

  private final Function<S, @Nullable Instant> instant;

  private final Supplier<@Nullable Instant> now;
  private final ZoneId zone;
  private final Label exact = new Label();
  private final Label relative = new Label();
  private final HBox box = new HBox(6, exact, relative);

  /**
   * @param now the database's time, or null while it is not known: then no relative time is shown
   */
  public InstantCell(
      Function<S, @Nullable Instant> instant, Supplier<@Nullable Instant> now, ZoneId zone) {
    this.instant = instant;
    this.now = now;
    this.zone = zone;
    relative.getStyleClass().addAll(Styles.SMALL, Styles.FAINT);
    box.setAlignment(Pos.CENTER_LEFT);
  }

  @Override
  protected void render(S row) {
    Instant value = instant.apply(row);
    if (value == null) {
      renderNone();
      return;
    }
    Instant reference = now.get();
    exact.setText(Formats.time(value, zone, reference == null ? value : reference));
    relative.setText(
        reference == null || value.isBefore(reference.minus(RELATIVE))
            ? ""
            : Formats.relative(value, zone, reference));
    renderNode(box);
    renderTooltip(Formats.utc(value));
  }
}
