package io.joborchestrator.console.view;

import java.net.URL;
import java.util.Objects;

/** Every FXML file of the program. A test compares this list with the folder. */
public enum FxmlView {
  FRAME("frame"),
  OVERVIEW("overview"),
  PALETTE("palette"),
  OPENING("opening"),
  FIRST_START("first-start"),
  WORKERS("workers"),
  ENGINES("engines"),
  SETTINGS("settings"),
  SUBMIT("submit"),
  SUBMIT_PARTS("submit-parts"),
  SUBMIT_PREVIEW("submit-preview"),
  SUBMIT_SCRIPT("submit-script"),
  SUBMIT_CUSTOM("submit-custom"),
  SUBMIT_LEARNING("submit-learning"),
  SUBMIT_JSON("submit-json"),
  SUBMIT_RUN("submit-run"),
  JOBS("jobs"),
  DEAD_LETTERS("dead-letters"),
  JOB_DETAIL("job-detail");

  private final String file;

  FxmlView(String file) {
    this.file = file;
  }

  /** Name of the file without its ending. */
  public String file() {
    return file;
  }

  /** Where it lies on the class path. */
  public URL location() {
    String path = "/fxml/" + file + ".fxml";
    return Objects.requireNonNull(FxmlView.class.getResource(path), path);
  }
}
