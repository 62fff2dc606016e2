package io.joborchestrator.testing;

import io.joborchestrator.console.frame.Notifier;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A desktop that keeps what it is told. */
public final class RecordingNotifier implements Notifier {
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private volatile String whyNot = "";
  private volatile String failure = "";

  /** There is no desktop, for this reason. */
  public void away(String reason) {
    whyNot = reason;
  }

  /** It takes nothing any more. */
  public void failWith(String message) {
    failure = message;
  }

  /** {@code title | text} each. */
  public List<String> sent() {
    return List.copyOf(sent);
  }

  @Override
  public String whyNot() {
    return whyNot;
  }

  @Override
  public void send(String title, String text) throws IOException {
    if (!failure.isEmpty()) {
      throw new IOException(failure);
    }
    sent.add(title + " | " + text);
  }
}
