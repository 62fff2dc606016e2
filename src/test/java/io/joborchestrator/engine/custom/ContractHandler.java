package io.joborchestrator.engine.custom;

import io.joborchestrator.custom.HandlerFailure;
import io.joborchestrator.custom.JobHandler;
import io.joborchestrator.custom.RunContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Does what the contract of engines asks for, with its own hands; runs from a jar of its own. */
public final class ContractHandler implements JobHandler {
  @Override
  public int apiVersion() {
    return API_VERSION;
  }

  @Override
  public String name() {
    return "contract";
  }

  @Override
  public Map<String, Object> run(RunContext run) throws Exception {
    Path input = path(run, "input");
    if (!Files.exists(input)) {
      throw new HandlerFailure(
          HandlerFailure.Type.REQUEST,
          "INPUT_NOT_FOUND",
          "There is no file " + input.getFileName());
    }
    Path output = run.output(path(run, "output"));
    run.log("Reading " + input);
    List<String> lines = Files.readAllLines(input);
    String where = String.valueOf(run.config().get("where"));
    List<String> kept = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      run.progress(10, kept.size(), null);
      if (matches(where, line)) {
        kept.add(line);
      }
    }
    if (Boolean.TRUE.equals(run.config().get("endless"))) {
      endless(run);
    }
    return write(output, lines.get(0), kept, lines.size() - 1);
  }

  private static Map<String, Object> write(Path output, String header, List<String> kept, int read)
      throws IOException {
    kept.sort(Comparator.reverseOrder());
    List<String> text = new ArrayList<>(List.of(header));
    text.addAll(kept);
    Files.write(output, text);
    List<List<String>> first = kept.stream().map(line -> Arrays.asList(line.split(","))).toList();
    return Map.of("rowsRead", read, "rowsWritten", kept.size(), "badRows", 0, "firstRows", first);
  }

  private static boolean matches(String where, String line) throws HandlerFailure {
    int a = Integer.parseInt(line.substring(0, line.indexOf(',')));
    switch (where) {
      case "a > 1":
        return a > 1;
      case "10 / a > 0":
        if (a == 0) {
          throw new HandlerFailure(HandlerFailure.Type.DATA, "DIVISION_BY_ZERO", "10 / 0");
        }
        return 10 / a > 0;
      default:
        throw new HandlerFailure(HandlerFailure.Type.REQUEST, "UNKNOWN_COLUMN", "No " + where);
    }
  }

  private static void endless(RunContext run) {
    for (long i = 0; i >= 0; i++) {
      run.checkCancelled();
      run.progress(50, i, "still at it");
      Thread.onSpinWait();
    }
  }

  private static Path path(RunContext run, String key) {
    return Path.of((String) Objects.requireNonNull(run.config().get(key)));
  }
}
