package io.joborchestrator.console.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javafx.fxml.FXMLLoader;
import javafx.scene.Parent;

/**
 * Loads FXML with controllers that were made by constructors: the file names the controller's type
 * ({@code fx:controller}), the caller passes the object. FX thread only.
 */
public final class ViewLoader {
  private final Texts texts;

  public ViewLoader(Texts texts) {
    this.texts = texts;
  }

  /**
   * @param controllers one for each {@code fx:controller} in the file and in what it includes
   * @throws IllegalStateException if the file asks for a controller that was not passed, or cannot
   *     be read
   */
  public <T extends Parent> T load(FxmlView view, Object... controllers) {
    FXMLLoader loader = new FXMLLoader(view.location(), texts.bundle());
    loader.setControllerFactory(type -> pick(view, type, controllers));
    try {
      return loader.load();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot load " + view.location(), e);
    }
  }

  private static Object pick(FxmlView view, Class<?> type, Object... controllers) {
    return Arrays.stream(controllers)
        .filter(type::isInstance)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    view + " needs a controller of type " + type.getName() + ", none was given"));
  }
}
