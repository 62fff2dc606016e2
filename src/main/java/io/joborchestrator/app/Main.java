package io.joborchestrator.app;

/** Entry point of every launcher. Must not extend a JavaFX Application (class-path start). */
public final class Main {
  private Main() {}

  public static void main(String[] args) {}
}
