package io.joborchestrator.console.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What FXML says in text must exist in Java and in the bundle. That each loads: page tests. */
class EveryViewLoadsTest {
  private static final Path FXML = Path.of(System.getProperty("project.dir", ".")).resolve("fxml");
  private static final Path SOURCES =
      Path.of(System.getProperty("project.dir", ".")).resolve("src/main/java");
  private static final Pattern CONTROLLER = Pattern.compile("fx:controller=\"([^\"]+)\"");
  private static final Pattern ID = Pattern.compile("fx:id=\"([^\"]+)\"");
  private static final Pattern HANDLER = Pattern.compile("on[A-Z]\\w*=\"#(\\w+)\"");
  private static final Pattern KEY = Pattern.compile("\"%([^\"]+)\"");
  private static final Pattern TEXT_KEY =
      Pattern.compile("texts(?:\\(\\))?\\s*\\.get\\(\\s*\"([^\"]+)\"[,)]");
  private static final ResourceBundle BUNDLE = ResourceBundle.getBundle("messages", Locale.ENGLISH);

  private static String read(FxmlView view) throws IOException {
    return Files.readString(FXML.resolve(view.file() + ".fxml"));
  }

  private static List<String> all(Pattern pattern, String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  @Test
  void everyFileHasAnEntryAndEveryEntryAFile() throws IOException {
    Set<String> files = new TreeSet<>();
    try (Stream<Path> list = Files.list(FXML)) {
      list.map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(".fxml"))
          .map(name -> name.substring(0, name.length() - 5))
          .forEach(files::add);
    }
    assertThat(Arrays.stream(FxmlView.values()).map(FxmlView::file))
        .containsExactlyInAnyOrderElementsOf(files);
  }

  @ParameterizedTest
  @EnumSource(FxmlView.class)
  void everyIdHasAFieldAndEveryHandlerAMethod(FxmlView view) throws Exception {
    String text = read(view);
    for (String name : all(CONTROLLER, text)) {
      Class<?> controller = Class.forName(name);
      List<String> fields =
          Arrays.stream(controller.getDeclaredFields()).map(Field::getName).toList();
      assertThat(fields).containsAll(all(ID, text));
      List<String> methods =
          Arrays.stream(controller.getDeclaredMethods()).map(method -> method.getName()).toList();
      assertThat(methods).containsAll(all(HANDLER, text));
    }
  }

  @ParameterizedTest
  @EnumSource(FxmlView.class)
  void everyKeyExists(FxmlView view) throws IOException {
    assertThat(all(KEY, read(view))).allMatch(BUNDLE::containsKey);
  }

  @ParameterizedTest
  @EnumSource(FxmlView.class)
  void structureHoldsNoLooks(FxmlView view) throws IOException {
    assertThat(read(view)).doesNotContain(" style=\"").doesNotContain("stylesheets=");
  }

  @Test
  void everyKeyNamedInCodeExists() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES.resolve("io/joborchestrator/console"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        for (String key : all(TEXT_KEY, Files.readString(file))) {
          assertThat(BUNDLE.containsKey(key)).as(key + " in " + file.getFileName()).isTrue();
        }
      }
    }
  }
}
