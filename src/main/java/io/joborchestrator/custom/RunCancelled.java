package io.joborchestrator.custom;

/** The run is asked to end. Handlers let it pass. */
public final class RunCancelled extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RunCancelled(String reason) {
    super(reason);
  }
}
