package io.joborchestrator.testing;

import io.joborchestrator.console.view.Theme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.WritableImage;
import javafx.scene.transform.Transform;
import javafx.stage.Stage;
import javax.imageio.ImageIO;

/**
 * Writes pictures of scenes to {@code target/screenshots/}, in a real (headless) window, so that
 * they are what a person sees. Call from the test thread.
 */
public final class Screenshots {
  /** Where pictures go. */
  public static final Path FOLDER =
      Path.of(System.getProperty("project.dir", ".")).resolve("target/screenshots");

  /** Sizes every page must work at. */
  public enum Size {
    SMALL(1280, 720),
    MEDIUM(1440, 900),
    LARGE(1920, 1200);

    private final int width;
    private final int height;

    Size(int width, int height) {
      this.width = width;
      this.height = height;
    }

    public int width() {
      return width;
    }

    public int height() {
      return height;
    }
  }

  /** Pulses until a page has filled its tables and stands still. */
  private static final int SETTLED = 12;

  private static boolean fontsLoaded;

  private Screenshots() {}

  /** {@code NAME.png} and {@code NAME-dark.png} at 1440×900. */
  public static void both(String name, Supplier<? extends Parent> root) {
    take(name, root, Size.MEDIUM, Theme.LIGHT, 1, node -> {});
    take(name + "-dark", root, Size.MEDIUM, Theme.DARK, 1, node -> {});
  }

  /** Both themes at 1440×900, light at the other sizes, and light at scale 2. */
  public static void all(String name, Supplier<? extends Parent> root) {
    both(name, root);
    take(name + "-1280x720", root, Size.SMALL, Theme.LIGHT, 1, node -> {});
    take(name + "-1920x1200", root, Size.LARGE, Theme.LIGHT, 1, node -> {});
    take(name + "-2x", root, Size.MEDIUM, Theme.LIGHT, 2, node -> {});
  }

  /**
   * One picture.
   *
   * @param root made on the FX thread, new for each picture
   * @param scale 1, or 2 for what a dense screen shows
   * @param prepare called on the FX thread once the window is there; two more layouts follow
   * @return the file
   */
  public static <T extends Parent> Path take(
      String name,
      Supplier<T> root,
      Size size,
      Theme theme,
      double scale,
      Consumer<? super T> prepare) {
    prepareFonts();
    Stage[] stage = new Stage[1];
    try {
      FxThread.run(
          () -> {
            stage[0] = new Stage();
            Scene scene = new Scene(root.get(), size.width(), size.height());
            theme.apply(scene);
            stage[0].setScene(scene);
            stage[0].show();
          });
      FxThread.pulses(SETTLED);
      FxThread.run(() -> prepare.accept(cast(stage[0].getScene().getRoot())));
      FxThread.pulses(3);
      return write(name, stage[0].getScene(), scale);
    } finally {
      FxThread.run(() -> stage[0].close());
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Parent> T cast(Parent parent) {
    return (T) parent;
  }

  /** A picture of a scene that is shown already; what {@link VisualCheck} finds is an error. */
  public static Path write(String name, Scene scene, double scale) {
    List<String> problems = FxThread.get(() -> VisualCheck.problems(scene));
    Path file = picture(name, scene, scale);
    if (!problems.isEmpty()) {
      throw new AssertionError(name + ".png:\n" + String.join("\n", problems));
    }
    return file;
  }

  /** A picture of a scene as it is, right or wrong: what a failing test leaves behind. */
  public static Path evidence(String name, Scene scene) {
    return picture(name, scene, 1);
  }

  private static Path picture(String name, Scene scene, double scale) {
    WritableImage image =
        FxThread.get(
            () -> {
              SnapshotParameters parameters = new SnapshotParameters();
              parameters.setTransform(Transform.scale(scale, scale));
              return scene.getRoot().snapshot(parameters, null);
            });
    try {
      Files.createDirectories(FOLDER);
      Path file = FOLDER.resolve(name + ".png");
      ImageIO.write(SwingFXUtils.fromFXImage(image, null), "png", file.toFile());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the bundled fonts known; once. */
  public static synchronized void prepareFonts() {
    FxThread.start();
    if (!fontsLoaded) {
      FxThread.run(Theme::loadFonts);
      fontsLoaded = true;
    }
  }
}
