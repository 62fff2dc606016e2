package io.joborchestrator.engine;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.joborchestrator.pipeline.spec.Column;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a completed run leaves in {@code jobs.result}: written by engines, read by the console and
 * the command line. All parts are optional in JSON.
 *
 * @param outputs files that became visible, tables that were loaded
 * @param rowsRead rows of all inputs, or null if unknown
 * @param rowsWritten rows of the output, or null if unknown
 * @param badRows rows left out by the bad-row policy
 * @param columns of {@code firstRows}
 * @param firstRows at most 100 rows as text, null for NULL
 * @param engineMillis time the engine itself took
 * @param exitCode of a script, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunResult(
    List<OutputFile> outputs,
    @Nullable Long rowsRead,
    @Nullable Long rowsWritten,
    @Nullable Long badRows,
    List<Column> columns,
    List<List<@Nullable String>> firstRows,
    @Nullable Long engineMillis,
    @Nullable Integer exitCode) {
  private static final int LONGEST_VALUE = 32_768;
  private static final int LARGEST_SAMPLE = 2_000_000;

  /** Cuts very long values and leaves rows out that would make the result too large to store. */
  public RunResult {
    firstRows = bounded(firstRows);
  }

  private static List<List<@Nullable String>> bounded(List<List<@Nullable String>> rows) {
    List<List<@Nullable String>> bounded = new ArrayList<>();
    long size = 0;
    for (List<@Nullable String> row : rows) {
      List<@Nullable String> cut = new ArrayList<>();
      for (String value : row) {
        String shown = value == null ? null : shortened(value);
        size += shown == null ? 4 : shown.length() + 2;
        cut.add(shown);
      }
      if (size > LARGEST_SAMPLE) {
        break;
      }
      bounded.add(Collections.unmodifiableList(cut));
    }
    return Collections.unmodifiableList(bounded);
  }

  private static String shortened(String value) {
    if (value.length() <= LONGEST_VALUE) {
      return value;
    }
    boolean halved = Character.isHighSurrogate(value.charAt(LONGEST_VALUE - 1));
    return value.substring(0, LONGEST_VALUE - (halved ? 1 : 0)) + " …";
  }

  /** One output. {@code bytes} is null for a table, {@code rows} if they were not counted. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OutputFile(String path, String format, @Nullable Long bytes, @Nullable Long rows) {}
}
