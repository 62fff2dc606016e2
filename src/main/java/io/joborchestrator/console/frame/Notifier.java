package io.joborchestrator.console.frame;

import java.io.IOException;

/** The notifications of the desktop. Blocks; any thread. */
public interface Notifier {
  /** Why there is none, in a sentence; empty if there is one. */
  String whyNot();

  /**
   * @param title one line
   * @param text one line, plain
   * @throws IOException if the desktop did not take it
   */
  void send(String title, String text) throws IOException, InterruptedException;
}
