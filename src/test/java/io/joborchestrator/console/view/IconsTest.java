package io.joborchestrator.console.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.testing.FxThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javafx.scene.Scene;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.javafx.FontIcon;

/** Two glyphs of the icon pack draw nothing: none of those may be used. */
class IconsTest {
  private static final Path PROJECT = Path.of(System.getProperty("project.dir", "."));
  private static final Pattern CODE = Pattern.compile("\"(md(?:al|mz|oal|omz)-[a-z0-9_]+)\"");

  private static Set<String> used() throws IOException {
    Set<String> codes = new TreeSet<>();
    for (String folder : new String[] {"src/main/java/io/joborchestrator/console", "fxml"}) {
      try (Stream<Path> files = Files.walk(PROJECT.resolve(folder))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Matcher matcher = CODE.matcher(Files.readString(file));
          while (matcher.find()) {
            codes.add(matcher.group(1));
          }
        }
      }
    }
    return codes;
  }

  /** Colours are set inline, which wins over whatever theme an earlier test has left behind. */
  private static boolean draws(String code) {
    return draws(code, "black");
  }

  private static boolean draws(String code, String color) {
    FontIcon icon = new FontIcon(code);
    icon.setStyle("-fx-icon-size: 32px; -fx-icon-color: " + color + ";");
    StackPane pane = new StackPane(icon);
    pane.setStyle("-fx-background-color: white;");
    Scene scene = new Scene(pane, 48, 48, Color.WHITE);
    WritableImage image = scene.snapshot(null);
    PixelReader pixels = image.getPixelReader();
    for (int x = 0; x < 48; x++) {
      for (int y = 0; y < 48; y++) {
        if (pixels.getColor(x, y).getBrightness() < 0.5) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void everyIconUsedDrawsSomething() throws IOException {
    Set<String> codes = used();
    assertThat(codes).hasSizeGreaterThan(20);
    FxThread.run(() -> assertThat(codes).allMatch(IconsTest::draws));
  }

  @Test
  void whatCannotBeSeenIsNoticed() {
    FxThread.run(() -> assertThat(draws("mdoal-check", "white")).isFalse());
  }
}
