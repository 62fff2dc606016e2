package io.joborchestrator.console.view;

import java.net.URL;
import java.util.Objects;

/** Every FXML file of the program. A test compares this list with the folder. */
public enum FxmlView {
  FRAME("frame"),
  PALETTE("palette"),
  OPENING("opening"),
  FIRST_START("first-start"),
  WORKERS("workers"),
  ENGINES("engines"),
  SETTINGS("settings");

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
