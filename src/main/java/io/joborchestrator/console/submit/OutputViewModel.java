package io.joborchestrator.console.submit;

import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringExpression;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** Where the result goes. FX thread only. */
final class OutputViewModel extends PipelinePart {
  static final List<String> IF_EXISTS = List.of("refuse", "replace", "append");

  private final StringProperty format = new SimpleStringProperty("parquet");
  private final StringProperty path = new SimpleStringProperty("");
  private final StringProperty ifExists = new SimpleStringProperty("refuse");
  private final StringProperty compression = new SimpleStringProperty("zstd");

  OutputViewModel() {
    format.addListener((observed, before, after) -> onFormat());
    path.addListener((observed, before, after) -> onPath());
    watch(format, path, ifExists, compression);
    describe();
  }

  StringProperty format() {
    return format;
  }

  StringProperty path() {
    return path;
  }

  /** {@code refuse}, {@code replace} or {@code append}. */
  StringProperty ifExists() {
    return ifExists;
  }

  StringProperty compression() {
    return compression;
  }

  static List<String> compressions(String format) {
    return "parquet".equals(format) ? List.of("zstd", "snappy", "none") : List.of("none", "gzip");
  }

  /** What the path means: one file or a folder. */
  StringExpression shape() {
    return Bindings.createStringBinding(this::describeShape, path, format);
  }

  boolean isFolder() {
    return FormatName.ofPath(path.get()).isEmpty();
  }

  OutputSpec spec() {
    String normal = compressions(format.get()).get(0);
    return new OutputSpec(
        format.get(),
        path.get().strip(),
        "refuse".equals(ifExists.get()) ? null : ifExists.get(),
        normal.equals(compression.get()) ? null : compression.get());
  }

  void load(OutputSpec spec) {
    quietly(
        () -> {
          path.set(spec.path());
          format.set(spec.format());
          ifExists.set(Objects.requireNonNullElse(spec.ifExists(), "refuse"));
          String normal = compressions(spec.format()).get(0);
          compression.set(Objects.requireNonNullElse(spec.compression(), normal));
        });
    describe();
  }

  @Override
  String title() {
    return "Write " + FormatName.of(format.get());
  }

  @Override
  String icon() {
    return "mdomz-save";
  }

  @Override
  String describeSettings() {
    return path.get().isBlank() ? "no place yet" : path.get().strip();
  }

  @Override
  List<Problem> ownProblems() {
    List<Problem> found = new ArrayList<>();
    if (path.get().isBlank()) {
      found.add(wrong("/path", "Say where the result goes"));
    } else if ("append".equals(ifExists.get()) && !isFolder()) {
      found.add(wrong("/ifExists", "Only a folder can be appended to"));
    }
    return found;
  }

  private void onFormat() {
    compression.set(compressions(format.get()).get(0));
    FormatName.ofPath(path.get())
        .filter(ending -> !ending.equals(format.get()) && !isMuted())
        .ifPresent(ending -> path.set(withoutEnding(ending) + "." + format.get()));
  }

  private void onPath() {
    if (!isMuted()) {
      FormatName.ofPath(path.get()).ifPresent(format::set);
    }
  }

  private String withoutEnding(String ending) {
    String text = path.get().strip();
    return text.substring(0, text.length() - ending.length() - 1);
  }

  private String describeShape() {
    if (path.get().isBlank()) {
      return "A path that ends in ." + format.get() + " is one file, any other a folder";
    }
    return isFolder() ? "A folder of part files" : "One file";
  }
}
