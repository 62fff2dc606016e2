package io.joborchestrator.console.view;

import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/** Progress as a bar of constant width with a text, or a reason in words, or the dash. */
public final class ProgressCell<S> extends RowCell<S> {
  /**
   * What the cell says.
   *
   * @param bar whether there is a bar
   * @param percent 0 to 100, or null while unknown
   * @param text beside the bar, or alone
   * @param tone of the bar, see {@link Meter#setTone}
   */
  public record Progress(boolean bar, @Nullable Double percent, String text, String tone) {
    /** A bar with its percentage. */
    public static Progress of(double percent, String tone) {
      return new Progress(true, percent, Formats.percent(percent), tone);
    }

    /** A bar of unknown end. */
    public static Progress unknown(String text) {
      return new Progress(true, null, text, "running");
    }

    /** Words alone. */
    public static Progress reason(String text) {
      return new Progress(false, null, text, "running");
    }
  }

  private final Function<S, @Nullable Progress> progress;
  private final Meter meter;
  private final Label text = new Label();
  private final HBox box;

  /**
   * @param barWidth in pixels, 72 in the list of jobs
   */
  public ProgressCell(double barWidth, Function<S, @Nullable Progress> progress) {
    this.progress = progress;
    meter = new Meter(barWidth);
    text.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
    box = new HBox(8, meter, text);
    box.setAlignment(Pos.CENTER_LEFT);
  }

  @Override
  protected void render(S row) {
    Progress value = progress.apply(row);
    if (value == null) {
      renderNone();
      return;
    }
    meter.setVisible(value.bar());
    meter.setManaged(value.bar());
    if (value.bar()) {
      showBar(value);
    }
    text.setText(value.text());
    renderNode(box);
    renderTooltip(value.bar() || value.text().length() < 24 ? null : value.text());
  }

  private void showBar(Progress value) {
    meter.setTone(value.tone());
    Double percent = value.percent();
    if (percent == null) {
      meter.setUnknown();
    } else {
      meter.setFraction(percent / 100);
    }
  }
}
