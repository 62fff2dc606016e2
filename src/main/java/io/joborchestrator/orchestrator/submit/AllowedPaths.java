package io.joborchestrator.orchestrator.submit;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.InputSpec;
import io.joborchestrator.pipeline.spec.OutputSpec;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The folders below which jobs may read and write. No folders: no restriction. Thread-safe. */
public final class AllowedPaths {
  private final List<Path> roots;

  public AllowedPaths(List<String> roots) {
    this.roots = roots.stream().map(root -> real(Path.of(root))).toList();
  }

  List<Problem> check(PipelineSpec spec) {
    OutputSpec output = spec.output();
    return check(spec.inputs(), output == null ? Map.of() : Map.of("/output", output));
  }

  /**
   * @param outputs by their JSON pointers
   */
  List<Problem> check(Map<String, InputSpec> inputs, Map<String, OutputSpec> outputs) {
    List<Problem> problems = new ArrayList<>();
    if (roots.isEmpty()) {
      return problems;
    }
    inputs.forEach(
        (name, input) -> {
          String pointer = "/inputs/" + name.replace("~", "~0").replace("/", "~1");
          check(input, pointer, problems);
        });
    outputs.forEach((pointer, output) -> check(output.path(), pointer + "/path", problems));
    return problems;
  }

  /** As {@link #check} for one path. */
  List<Problem> checkPath(String path, String pointer) {
    List<Problem> problems = new ArrayList<>();
    if (!roots.isEmpty()) {
      check(path, pointer, problems);
    }
    return problems;
  }

  private void check(InputSpec input, String pointer, List<Problem> problems) {
    check(input.path(), pointer + "/path", problems);
    check(input.quarantinePath(), pointer + "/quarantinePath", problems);
  }

  private void check(@Nullable String text, String pointer, List<Problem> problems) {
    if (text == null || text.isBlank() || isAllowed(text)) {
      return;
    }
    problems.add(
        Problem.at(
            ErrorCode.PATH_NOT_ALLOWED,
            pointer,
            text
                + " is outside of the folders that jobs may use here: "
                + String.join(", ", roots.stream().map(Path::toString).toList())
                + "."));
  }

  private boolean isAllowed(String text) {
    try {
      Path path = real(Path.of(beforeGlob(text)));
      return roots.stream().anyMatch(path::startsWith);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** The folder a glob starts in: patterns cannot climb. */
  private static String beforeGlob(String text) {
    int first = -1;
    for (int i = 0; i < text.length() && first < 0; i++) {
      first = "*?[{".indexOf(text.charAt(i)) >= 0 ? i : -1;
    }
    if (first < 0) {
      return text;
    }
    int slash = Math.max(text.lastIndexOf('/', first), text.lastIndexOf('\\', first));
    return slash < 0 ? "." : text.substring(0, slash + 1);
  }

  /** With links followed as far as the path exists. */
  private static Path real(Path path) {
    Path normal = path.toAbsolutePath().normalize();
    try {
      return normal.toRealPath();
    } catch (IOException e) {
      Path parent = normal.getParent();
      Path name = normal.getFileName();
      return parent == null || name == null ? normal : real(parent).resolve(name);
    }
  }
}
