package io.joborchestrator.console.frame;

/** What the frame asks of the window. FX thread only. */
public interface FrameActions {
  void show(PageId page);

  void openPalette();

  void openJob(String jobId);

  /** Shows a replay that runs or ran. */
  void openReplay(long operationNo);

  /** Closes this connection and opens the one of another profile. */
  void switchProfile(String profile);

  /** Opens a window more, with the connection of a profile. */
  void openWindow(String profile);
}
