package io.joborchestrator.console.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contrast by WCAG 2.1: text 4.5, icons, bars and edges 3; both themes name the same roles. */
class TokensTest {
  private static final Path STYLES =
      Path.of(System.getProperty("project.dir", ".")).resolve("styles");
  private static final Pattern TOKEN = Pattern.compile("(-ejo-[a-z0-9-]+):\\s*(#[0-9A-Fa-f]{6});");
  private static final Pattern HEX = Pattern.compile("#[0-9A-Fa-f]{3,8}\\b");
  private static final List<String> SURFACES =
      List.of("rail", "window", "surface", "raised", "inset", "header", "hover", "selected");
  private static final List<String> STATES =
      List.of(
          "status-pending",
          "status-queued",
          "status-running",
          "status-retrying",
          "status-paused",
          "status-completed",
          "status-failed",
          "status-timeout",
          "status-cancelled",
          "status-dead-letter",
          "breaker-closed",
          "breaker-half-open",
          "breaker-open");

  private static Map<String, Color> tokens(String file) throws IOException {
    Map<String, Color> tokens = new LinkedHashMap<>();
    Matcher matcher = TOKEN.matcher(Files.readString(STYLES.resolve(file)));
    while (matcher.find()) {
      tokens.put(matcher.group(1), Color.web(matcher.group(2)));
    }
    return tokens;
  }

  private static double contrast(Map<String, Color> tokens, String first, String second) {
    double one = luminance(tokens.get("-ejo-" + first));
    double two = luminance(tokens.get("-ejo-" + second));
    return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
  }

  private static double luminance(Color color) {
    return 0.2126 * linear(color.getRed())
        + 0.7152 * linear(color.getGreen())
        + 0.0722 * linear(color.getBlue());
  }

  private static double linear(double part) {
    return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
  }

  @Test
  void bothThemesHaveTheSameNames() throws IOException {
    assertThat(tokens("tokens.css").keySet())
        .hasSizeGreaterThan(75)
        .containsExactlyElementsOf(tokens("tokens-dark.css").keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tokens.css", "tokens-dark.css"})
  void textCanBeReadOnEverySurface(String file) throws IOException {
    Map<String, Color> tokens = tokens(file);
    for (String surface : SURFACES) {
      for (String text : List.of("text", "text-muted", "text-faint", "accent-text")) {
        assertThat(contrast(tokens, text, "bg-" + surface))
            .as(text + " on " + surface)
            .isGreaterThanOrEqualTo(4.5);
      }
    }
    assertThat(contrast(tokens, "text-muted", "bg-pressed")).isGreaterThanOrEqualTo(4.5);
    assertThat(contrast(tokens, "text", "bg-segment")).isGreaterThanOrEqualTo(4.5);
    assertThat(contrast(tokens, "tooltip-text", "tooltip-bg")).isGreaterThanOrEqualTo(4.5);
    for (String solid : List.of("accent", "accent-hover", "env-production", "env-local")) {
      assertThat(contrast(tokens, "text-on-solid", solid)).isGreaterThanOrEqualTo(4.5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tokens.css", "tokens-dark.css"})
  void statesCanBeReadAndSeen(String file) throws IOException {
    Map<String, Color> tokens = tokens(file);
    for (String state : STATES) {
      for (String on : List.of("bg-surface", "bg-selected", state + "-bg")) {
        assertThat(contrast(tokens, state, on)).as(state + " on " + on).isGreaterThanOrEqualTo(4.5);
      }
      assertThat(contrast(tokens, state + "-solid", "bg-surface")).isGreaterThanOrEqualTo(3);
    }
    for (String surface : List.of("window", "surface", "raised", "inset")) {
      assertThat(contrast(tokens, "border-strong", "bg-" + surface)).isGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void onlyTheTokenFilesNameColours() throws IOException {
    try (Stream<Path> files = Files.list(STYLES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".css")).toList()) {
        if (!file.getFileName().toString().startsWith("tokens")) {
          assertThat(HEX.matcher(Files.readString(file)).find()).as(file.toString()).isFalse();
        }
      }
    }
  }
}
