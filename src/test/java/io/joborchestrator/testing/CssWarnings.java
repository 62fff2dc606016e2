package io.joborchestrator.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Collects what JavaFX says about style sheets while open: unknown names, wrong values. */
public final class CssWarnings implements AutoCloseable {
  private final List<String> messages = new CopyOnWriteArrayList<>();
  // Held strongly: a logger without a reference is dropped together with its handler.
  private final Logger logger = Logger.getLogger("javafx.css");
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
            messages.add(record.getMessage());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private CssWarnings() {
    logger.addHandler(handler);
  }

  public static CssWarnings collect() {
    return new CssWarnings();
  }

  public List<String> messages() {
    return List.copyOf(messages);
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
  }
}
